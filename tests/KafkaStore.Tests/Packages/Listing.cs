using System.Text.RegularExpressions;

namespace KafkaStore.Tests.Packages;

/// <summary>The public surface of a real package, read off its assembly once and kept as text.</summary>
internal static partial class Listing
{
    private const string Prefix = "Listings.";

    /// <summary>The packages that have a listing here.</summary>
    public static IEnumerable<string> Packages => typeof(Listing).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^".txt".Length]);

    public static string[] Lines(string package)
    {
        using Stream stream = typeof(Listing).Assembly.GetManifestResourceStream($"{Prefix}{package}.txt")
            ?? throw new InvalidOperationException($"{package} has no listing: copy the real assembly's to Packages/Listings.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }

    /// <summary>The simple name of the package's assembly, which need not be the package's: a listing starts with it.</summary>
    public static string AssemblyName(string package) => Lines(package)[0].Split(' ')[1];

    /// <summary>Namespaces stand at the margin, types are indented by two spaces, members by four.</summary>
    public static IReadOnlyList<ListedType> Parse(IEnumerable<string> lines)
    {
        var types = new List<ListedType>();
        var members = new List<string>();
        string scope = "";
        foreach (string line in lines)
        {
            if (line.StartsWith("namespace ", StringComparison.Ordinal))
            {
                scope = line["namespace ".Length..];
            }
            else if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                members.Add(line.Trim());
            }
            else if (TypeLine().Match(line) is { Success: true } match)
            {
                members = [];
                types.Add(new(scope, match.Groups["kind"].Value, match.Groups["name"].Value, Split(match.Groups["bases"].Value), members));
            }
        }

        return types;
    }

    // A comma inside angle brackets separates type arguments, not bases.
    private static string[] Split(string bases) => [.. Base().Matches(bases).Select(match => match.Value)];

    [GeneratedRegex(@"^  (?<kind>((static|abstract|sealed) )?(class|struct|interface|enum|delegate)) (?<name>.+?)( : (?<bases>.+))?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"[^,<\s]+(<((?<open><)|(?<-open>>)|[^<>])*>)?")]
    private static partial Regex Base();
}
