using System.Text.RegularExpressions;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>The README and the pages of <c>docs</c>, as far as tests run or read what stands in their blocks.</summary>
internal static partial class Book
{
    /// <summary>All blocks of all pages, in order.</summary>
    public static IReadOnlyList<PageBlock> Blocks { get; } =
    [.. Pages().SelectMany(page => PageBlock.Of(page, File.ReadAllText(Repository.PathOf(page))))];

    /// <summary>Texts of the blocks that a comment says are run together, in order.</summary>
    public static string[] Run(string name) => [.. Blocks.Where(block => block.RunAs == name).Select(block => block.Text)];

    /// <summary>Of each heading of a page of <c>docs</c> that has some: its blocks by language.</summary>
    public static IEnumerable<(string Heading, ILookup<string, string> Blocks)> Sections(string page) =>
        from section in File.ReadAllText(Repository.PathOf($"docs/{page}")).Split("\n## ").Skip(1)
        select (
            section.Split('\n')[0],
            Block().Matches(section).ToLookup(match => match.Groups["language"].Value, match => match.Groups["text"].Value)
        );

    private static IEnumerable<string> Pages() =>
        Directory
            .GetFiles(Repository.PathOf("docs"), "*.md")
            .Select(path => $"docs/{Path.GetFileName(path)}")
            .Order(StringComparer.Ordinal)
            .Prepend("README.md");

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
