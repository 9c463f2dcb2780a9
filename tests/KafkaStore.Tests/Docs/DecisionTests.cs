namespace KafkaStore.Tests.Docs;

/// <summary>Decisions have one form, so that each can be read for what it costs and what else there was.</summary>
public sealed partial class DecisionTests
{
    private static readonly string Folder = Path.Combine(DocsFolder.Path, "decisions");

    public static TheoryData<string> Decisions() =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.md")
                .Select(path => Path.GetFileName(path))
                .Where(name => name != "README.md")
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Decisions))]
    public void ADecisionSaysWhatInsteadOfWhatWhyAtWhichCostsAndWhen(string decision)
    {
        string text = File.ReadAllText(Path.Combine(Folder, decision));

        Assert.Equal(["Decided", "Instead of", "Why", "Costs", "Date"], Part().Matches(text).Select(match => match.Groups["name"].Value));
        Assert.Matches(Date(), text);
    }

    [GeneratedRegex(
        @"^\*\*(?<name>Decided|Instead of|Why|Costs|Date)\.\*\* \S|^\*\*(?<name>Decided|Instead of|Why|Costs)\.\*\*$",
        RegexOptions.Multiline
    )]
    private static partial Regex Part();

    [GeneratedRegex(@"^\*\*Date\.\*\* 20\d\d-\d\d-\d\d$", RegexOptions.Multiline)]
    private static partial Regex Date();
}
