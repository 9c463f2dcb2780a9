using System.Text.RegularExpressions;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>A block of code in a page. One without a language, or in bash, is commands; one of a console has some after <c>$ </c>.</summary>
/// <param name="Place">As <c>docs/http.md:12</c>, of its first line.</param>
/// <param name="Language">Empty for none.</param>
/// <param name="Text">All lines of it, each with its end.</param>
/// <param name="Before">The paragraph that precedes it.</param>
/// <param name="RunAs">Under which name a test runs it; null for none.</param>
/// <param name="RunBy">The test, as <c>Class.Method</c>, that runs the same otherwise; null for none.</param>
internal sealed partial record PageBlock(string Place, string Language, string Text, string Before, string? RunAs, string? RunBy)
{
    /// <summary>Commands in it that no test runs, and that are not marked as such: what a reader would take for tried.</summary>
    public IEnumerable<string> Untried() =>
        RunAs is not null || RunBy is not null || NotRun().IsMatch(Before) ? [] : Commands().Where(command => !NotRun().IsMatch(command));

    public static IEnumerable<PageBlock> Of(string page, string text) =>
        Fenced()
            .Matches(text)
            .Select(match => new PageBlock(
                $"{page}:{text[..match.Index].Count(sign => sign == '\n') + 1}",
                match.Groups["language"].Value,
                Unindented(match.Groups["text"].Value, match.Groups["indent"].Length),
                match.Groups["before"].Value,
                match.Groups["as"].Success ? match.Groups["as"].Value : null,
                match.Groups["by"].Success ? match.Groups["by"].Value : null
            ));

    /// <summary>A command that goes on in the next line is one.</summary>
    public IEnumerable<string> Commands()
    {
        IEnumerable<string> lines = Text.Replace("\\\n", " ").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Language switch
        {
            "" or "bash" => lines.Where(line => !line.StartsWith('#')),
            "console" => lines.Where(line => line.StartsWith("$ ")).Select(line => line[2..]),
            _ => [],
        };
    }

    private static string Unindented(string text, int indent) =>
        string.Concat(text.Split('\n').SkipLast(1).Select(line => (line.Length > indent ? line[indent..] : line.Trim()) + "\n"));

    [GeneratedRegex(
        @"(?:(?<before>[^\n]+)\n\n)?(?:<!-- (?:run: (?<as>[\w-]+)|run by: (?<by>\w+\.\w+)) -->\n)?^(?<indent> *)```(?<language>\w*)\n(?<text>.*?)^ *```$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\b[Nn]ot run (here|by a test)\b")]
    private static partial Regex NotRun();
}
