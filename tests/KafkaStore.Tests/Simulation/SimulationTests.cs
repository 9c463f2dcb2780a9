using KafkaStore.Simulation;

namespace KafkaStore.Tests.Simulation;

/// <summary>The archiver under a seeded scheduler that may let anything happen at any step; see ./test --simulate.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SeedsUnderAttack = 1000;
    private const int SeedsForABug = 1000;

    public static TheoryData<string> Bugs => [.. Planted.Keys];

    private static Dictionary<string, Mutation> Planted => new(PlantedBugs.All.Concat(PlantedTopicBugs.All));

    [Theory]
    [InlineData(nameof(StagingTrust.Signed), 2000)]
    [InlineData(nameof(StagingTrust.Unsigned), 1000)]
    [InlineData(nameof(StagingTrust.Attacked), SeedsUnderAttack)]
    public void FreshSeedsKeepEveryGuarantee(string staging, int seeds)
    {
        ulong first = (ulong)Stopwatch.GetTimestamp() % 1_000_000_000_000 * 1_000;
        var range = new SeedRange(first, seeds, Environment.ProcessorCount, trust: Enum.Parse<StagingTrust>(staging));
        range.Run();
        output.WriteLine(
            $"seeds from {first}: {range.Steps} steps, {range.Crashes} crashes, {range.Faults} other faults, {range.Attacks} attacks, {range.Objects} objects"
        );
        Assert.True(range.Failed.Count == 0, string.Join('\n', range.Failed.Select(run => Explain(run, staging))));
    }

    [Fact]
    public void ACodeThatIsNotCheckedIsFoundByTheAdversary()
    {
        var range = new SeedRange(
            1,
            SeedsUnderAttack,
            Environment.ProcessorCount,
            new PlantedBugs.UncheckedCodes(),
            mostFailures: 1,
            StagingTrust.Attacked
        );
        range.Run();
        Assert.NotEmpty(range.Failed);
        output.WriteLine($"after {range.Done} seeds: {range.Failed[0].Failure}");
    }

    [Fact]
    public void SeedsThatOnceFailedDoSoNoMore()
    {
        IEnumerable<SeedRun> runs = FailedSeeds
            .All()
            .Select(seed =>
            {
                var range = new SeedRange(seed, 1, 1);
                range.Run();
                return range.Failed.FirstOrDefault();
            })
            .OfType<SeedRun>();
        Assert.Empty(runs.Select(run => Explain(run, nameof(StagingTrust.Signed))));
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void APlantedBugIsFound(string bug)
    {
        Mutation planted = Planted[bug];
        var range = new SeedRange(1, SeedsForABug, Environment.ProcessorCount, planted, mostFailures: 1, trust: planted.Trust);
        range.Run();
        Assert.NotEmpty(range.Failed);
        output.WriteLine($"after {range.Done} seeds: {range.Failed[0].Failure}");
    }

    [Fact]
    public void ASeedReplaysExactly()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            IReadOnlyList<string> first = HistoryOf(seed);
            Assert.Equal(first, HistoryOf(seed));
        }
    }

    // On a thread of its own, without the synchronization context of the test framework.
    private static IReadOnlyList<string> HistoryOf(ulong seed)
    {
        SeedRun? run = null;
        var thread = new Thread(() => run = SeedRun.Of(seed, recordHistory: true));
        thread.Start();
        thread.Join();
        return run!.History!;
    }

    private static string Explain(SeedRun run, string staging) =>
        $"seed {run.Seed}: {run.Failure}; replay it with ./test --simulate --staging {staging.ToLowerInvariant()} --seed {run.Seed}";
}
