using System.Text.RegularExpressions;

namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>Blocks of the book's pages that are run or read by tests.</summary>
internal static partial class Book
{
    /// <summary>Those after a comment that says so, in order.</summary>
    public static string[] Runnable(string page) => [.. Marked().Matches(Read(page)).Select(match => match.Groups["text"].Value)];

    /// <summary>Of each heading that has some: its blocks by language.</summary>
    public static IEnumerable<(string Heading, ILookup<string, string> Blocks)> Sections(string page) =>
        from section in Read(page).Split("\n## ").Skip(1)
        select (
            section.Split('\n')[0],
            Block().Matches(section).ToLookup(match => match.Groups["language"].Value, match => match.Groups["text"].Value)
        );

    private static string Read(string page) => File.ReadAllText(Repository.PathOf($"docs/{page}"));

    [GeneratedRegex(@"^<!-- run -->\n```\w*\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
