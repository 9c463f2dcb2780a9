namespace KafkaStore.Tests.Docs;

public sealed partial class FaultTableTests
{
    [Fact]
    public void EveryKindOfFaultHasARowThatSaysWhatItMeansAndWhatToPutRight() =>
        Assert.Equal(
            Enum.GetNames<FaultKind>().Order(StringComparer.Ordinal),
            Row()
                .Matches(Section().Match(DocsFolder.Read("operations.md")).Value)
                .Select(row => row.Groups["kind"].Value)
                .Order(StringComparer.Ordinal)
        );

    [GeneratedRegex("^## Clearing a fault\n.*?(?=^## )", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `(?<kind>\w+)` \| [^|]*\w[^|]* \| [^|]*\w[^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
