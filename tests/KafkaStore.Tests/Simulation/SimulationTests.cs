using KafkaStore.Simulation;

namespace KafkaStore.Tests.Simulation;

/// <summary>The archiver under a seeded scheduler that may let anything happen at any step; see ./test --simulate.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int FreshSeeds = 2000;
    private const int SeedsForABug = 1000;

    public static TheoryData<string> Bugs => [.. Planted.Keys];

    private static Dictionary<string, Mutation> Planted => new(PlantedBugs.All.Concat(PlantedTopicBugs.All));

    [Fact]
    public void FreshSeedsKeepEveryGuarantee()
    {
        ulong first = (ulong)Stopwatch.GetTimestamp() % 1_000_000_000_000 * 1_000;
        var range = new SeedRange(first, FreshSeeds, Environment.ProcessorCount);
        range.Run();
        output.WriteLine(
            $"seeds from {first}: {range.Steps} steps, {range.Crashes} crashes, {range.Faults} other faults, {range.Objects} objects"
        );
        Assert.True(range.Failed.Count == 0, string.Join('\n', range.Failed.Select(Explain)));
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
        Assert.Empty(runs.Select(Explain));
    }

    [Theory]
    [MemberData(nameof(Bugs))]
    public void APlantedBugIsFound(string bug)
    {
        var range = new SeedRange(1, SeedsForABug, Environment.ProcessorCount, Planted[bug], mostFailures: 1);
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

    private static string Explain(SeedRun run) => $"seed {run.Seed}: {run.Failure}; replay it with ./test --simulate --seed {run.Seed}";
}
