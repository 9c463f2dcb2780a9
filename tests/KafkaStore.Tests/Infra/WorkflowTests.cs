namespace KafkaStore.Tests.Infra;

/// <summary>What runs with the cloud's token is named by its content: a tag can be moved.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows() =>
        [.. Directory.EnumerateFiles(Repository.PathOf(".github/workflows")).Select(path => Path.GetFileName(path)).Order()];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void EveryActionIsPinnedByTheHashOfItsCommitAndSaysWhichVersionThatIs(string name)
    {
        string[] used =
        [
            .. File.ReadLines(Repository.PathOf($".github/workflows/{name}"))
                .Where(line => Uses().IsMatch(line))
                .Select(line => line.Trim()),
        ];
        Assert.NotEmpty(used);
        Assert.All(used, line => Assert.Matches(Pinned(), line));
    }

    [GeneratedRegex(@"^\s*(- )?uses:")]
    private static partial Regex Uses();

    [GeneratedRegex(@"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
