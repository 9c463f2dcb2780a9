namespace KafkaStore.Tests.Packages;

/// <summary>Finds what a stand-in has and the real package has not, and what it lacks though someone deriving from it needs it.</summary>
internal static class StandInComparison
{
    public static IReadOnlyList<string> Differences(IEnumerable<ListedType> standIn, IEnumerable<ListedType> real)
    {
        var listed = real.ToDictionary(type => type.FullName);
        return [.. standIn.SelectMany(type => listed.TryGetValue(type.FullName, out ListedType? original)
            ? Differences(type, original)
            : [$"invented type: {type.Kind} {type.FullName}"])];
    }

    private static IEnumerable<string> Differences(ListedType standIn, ListedType real)
    {
        if (standIn.Kind != real.Kind)
        {
            yield return $"{real.FullName} is a {real.Kind}, not a {standIn.Kind}";
        }

        foreach (string added in standIn.Bases.Except(real.Bases))
        {
            yield return $"{real.FullName} invents the base {added}";
        }

        // A package may implement interfaces that the app never asks it for; leaving those out is no invention. A base class is.
        if (!standIn.Kind.Contains("interface", StringComparison.Ordinal) && BaseClass(real) is { } parent && !standIn.Bases.Contains(parent))
        {
            yield return $"{real.FullName} lacks the base class {parent}";
        }

        foreach (string invented in standIn.Members.Except(real.Members))
        {
            yield return $"{real.FullName} invents: {invented}";
        }

        foreach (string missing in real.Obligations.Except(standIn.Members))
        {
            yield return $"{real.FullName} lacks: {missing}";
        }
    }

    private static string? BaseClass(ListedType type) => type.Bases.FirstOrDefault(name => !(name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1])));
}
