using System.Text.RegularExpressions;

namespace KafkaStore.Cli.Configuration.Files;

/// <summary>
/// Puts in place what values refer to: <c>${env:NAME}</c> is an environment variable, <c>${file:PATH}</c> a file's text without the line
/// end at its end, <c>$${</c> is <c>${</c> itself.
/// </summary>
/// <param name="folder">From which paths go on.</param>
/// <param name="variables">The environment.</param>
internal sealed partial class ConfigReferences(string folder, Func<string, string?> variables)
{
    // Of a certificate chain, and more than any other secret has.
    private const int MostBytes = 1024 * 1024;

    /// <exception cref="UsageException">Something that is referred to is not there.</exception>
    public string Resolve(string text) => Form().Replace(text, match => match.Value == "$${" ? "${" : Resolve(match));

    private string Resolve(Match match)
    {
        string what = match.Groups["what"].Value;
        return match.Groups["kind"].Value switch
        {
            "env" => variables(what)
                ?? throw new UsageException(
                    $"{match.Value} refers to an environment variable that is not set. Set it, or correct the name."
                ),
            "file" => Read(Path.GetFullPath(what, folder), match.Value),
            _ => throw new UsageException(
                $"{match.Value} is no reference: there are ${{env:NAME}} and ${{file:PATH}}; $${{ is ${{ itself."
            ),
        };
    }

    private static string Read(string path, string reference)
    {
        if (!File.Exists(path))
            throw new UsageException($"{reference} refers to the file {path}, which does not exist. Correct the path.");
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new UsageException($"{reference} refers to {path}, which has more than {MostBytes} bytes.");
            return File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{reference} refers to {path}, which can't be read: {e.Message}");
        }
    }

    [GeneratedRegex(@"\$\$\{|\$\{(?:(?<kind>[a-z]*):)?(?<what>[^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
