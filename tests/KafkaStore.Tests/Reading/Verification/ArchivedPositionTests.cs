using KafkaStore.Reading.Comparison;

namespace KafkaStore.Tests.Reading.Verification;

/// <summary>How far the archive was, by what the archiver committed: nothing but emptiness may follow the archive's end before that.</summary>
public sealed class ArchivedPositionTests
{
    private readonly ScriptedLog log = new();

    public ArchivedPositionTests()
    {
        log.AddPartition(Orders0);
        for (int i = 0; i < 100; i++)
            log.Append(Orders0, Millisecond(i));
        log.Skip(Orders0, 10);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(100, 90)]
    [InlineData(100, 110)] // a tail without records
    public async Task AnArchiveThatIsAsFarIsWhole(long next, long position) => Assert.Empty(await CheckAsync(next, position));

    [Theory]
    [InlineData(80, 100)]
    [InlineData(0, 110)] // no object is left
    public async Task AnArchiveThatEndsBeforeRecordsThatTheBrokerHasIsCutOff(long next, long position)
    {
        ArchiveProblem problem = Assert.Single(await CheckAsync(next, position));
        Assert.Equal((new ArchiveName(Orders0, next).ToString(), ProblemKind.CutOff), (problem.Object, problem.Kind));
        Assert.Contains($"archived up to {position}", problem.Reason);
    }

    [Fact]
    public async Task WhatTheBrokerHasDeletedIsCutOffUnlessItIsNotedAsLost()
    {
        log.MoveStart(Orders0, 95);
        Assert.Contains("nothing shows whether it was empty", Assert.Single(await CheckAsync(80, 100)).Reason);
        Assert.Empty(await CheckAsync(80, 95, new OffsetRange(80, 95)));
        Assert.Equal(95, Assert.Single(await CheckAsync(80, 100, new OffsetRange(80, 95))).Offset);
    }

    private async Task<IReadOnlyList<ArchiveProblem>> CheckAsync(long next, long position, params OffsetRange[] lost)
    {
        var problems = new ProblemLog();
        await new ArchivedPositionCheck(log, problems).CheckAsync(Orders0, next, lost, position, default);
        return problems.Sorted();
    }
}
