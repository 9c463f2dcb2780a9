namespace KafkaStore.Tests.Docs;

/// <summary>Every link from a page to a file or heading of the repository leads somewhere.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages() => [.. DocsFolder.Pages.Select(page => Path.GetRelativePath(Repository.Root, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksOfAPageLeadSomewhere(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        foreach (Match link in Link().Matches(WithoutCode(File.ReadAllText(Path.Combine(Repository.Root, page)))))
        {
            string target = link.Groups["target"].Value;
            if (target.Contains("://") || target.StartsWith("mailto:"))
                continue;
            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(Path.Exists(path), $"{page} links to {target}, which is not there");
            if (parts.Length == 2)
                Assert.True(Anchors(path).Contains(parts[1]), $"{page} links to {target}, and {parts[0]} has no such heading");
        }
    }

    [Fact]
    public void EveryPageIsInTheIndex()
    {
        string index = DocsFolder.Read("README.md");
        string decisions = DocsFolder.Read(Path.Combine("decisions", "README.md"));

        foreach (
            string page in Directory.EnumerateFiles(DocsFolder.Path, "*.md").Select(path => Path.GetFileName(path)).Except(["README.md"])
        )
        {
            Assert.Contains($"]({page})", index);
        }

        foreach (
            string page in Directory
                .EnumerateFiles(Path.Combine(DocsFolder.Path, "decisions"), "*.md")
                .Select(path => Path.GetFileName(path))
                .Except(["README.md"])
        )
        {
            Assert.Contains($"]({page})", decisions);
        }
    }

    // As GitHub makes them of headings.
    private static HashSet<string> Anchors(string path)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(WithoutCode(File.ReadAllText(path))))
        {
            string text = Label().Replace(heading.Groups["text"].Value.Trim(), "$1").Replace("`", "").ToLowerInvariant();
            string anchor = NotOfAnchors().Replace(text, "").Replace(' ', '-');
            string unique = anchor;
            for (int i = 1; !anchors.Add(unique); i++)
                unique = $"{anchor}-{i}";
        }

        return anchors;
    }

    private static string WithoutCode(string markdown) => Fence().Replace(markdown, "");

    [GeneratedRegex(@"^(```|~~~).*?^\1\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex Label();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnchors();
}
