using KafkaStore.Simulation.Stores;
using Xunit.Abstractions;
using SeededSimulation = KafkaStore.Simulation.Simulation;

namespace KafkaStore.Stores.Tests.Simulation;

/// <summary>
/// The simulation with Azurite behind archive and staging: every guarantee is checked at each step, and what a seed does is
/// what it does in memory, so the adapter's answers are those that the other seeds were run with.
/// </summary>
public sealed class AzureSimulationTests(ITestOutputHelper output)
{
    private const int Threads = 4;
    private const int MostSeeds = 400;
    private const int FewestSeeds = 5;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);

    [ServerFact(TestServer.Azurite)]
    public async Task SeedsDoOnAzuriteWhatTheyDoInMemory()
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient archives = await azurite.CreateContainerAsync();
        BlobContainerClient stagings = await azurite.CreateContainerAsync();
        ulong first = (ulong)Stopwatch.GetTimestamp() % 1_000_000_000_000 * 1_000;
        long started = Stopwatch.GetTimestamp();
        int taken = 0;
        var runs = new List<SeededSimulation>();
        await Task.WhenAll(
            Enumerable
                .Range(0, Threads)
                .Select(_ =>
                    OnThreadOfItsOwn(() =>
                    {
                        for (int i = Next(); i <= FewestSeeds || (i <= MostSeeds && Stopwatch.GetElapsedTime(started) < Time); i = Next())
                        {
                            SeededSimulation run = Compare(first + (ulong)i, Open(azurite, archives, i), Open(azurite, stagings, i));
                            lock (runs)
                                runs.Add(run);
                        }
                    })
                )
        );
        output.WriteLine(
            $"{runs.Count} seeds from {first + 1} in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s: {runs.Sum(run => run.World.Steps)} steps, {runs.Sum(run => run.Crashes)} crashes, "
                + $"{runs.Sum(run => run.Faults)} other faults, {runs.Sum(run => run.RecordsArchived)} offsets, {runs.Sum(run => run.ObjectsArchived)} objects"
        );
        Assert.Contains(runs, run => run.ObjectsArchived > 0);

        int Next() => Interlocked.Increment(ref taken);
    }

    private static SeededSimulation Compare(ulong seed, ISimulatedStore archive, ISimulatedStore staging)
    {
        var served = new SeededSimulation(seed, recordHistory: true, archive: archive, staging: staging);
        served.Run();
        var inMemory = new SeededSimulation(seed, recordHistory: true);
        inMemory.Run();
        AssertSame(seed, inMemory, served);
        return served;
    }

    private static void AssertSame(ulong seed, SeededSimulation inMemory, SeededSimulation served)
    {
        Assert.True(served.World.Failure is null, $"seed {seed}: {served.World.Failure}");
        Assert.Equal(inMemory.World.History, served.World.History);
        Assert.Equal(inMemory.Archive.Names, served.Archive.Names);
        Assert.Equal(inMemory.Staging.Names, served.Staging.Names);

        // The id of a staging location is drawn anew for each one.
        foreach (string name in inMemory.Archive.Names.Where(name => name != MarkerName.Staging))
        {
            Assert.True(
                inMemory.Archive.Read(name, 0, null)!.Value.SequenceEqual(served.Archive.Read(name, 0, null)!.Value),
                $"seed {seed}: {name}"
            );
        }
    }

    private static ServedStore Open(Azurite azurite, BlobContainerClient container, int index)
    {
        var options = new AzureStoreOptions
        {
            Url = AzureStoreUrl.Parse($"{azurite.UrlOf(container.Name)}/{index}"),
            ConnectionString = Azurite.ConnectionString,
        };
        return new ServedStore(Task.Run(() => AzureStore.OpenAsync(options, default)).GetAwaiter().GetResult());
    }

    // No thread of the pool waits, and none has the synchronization context of the test framework.
    private static Task OnThreadOfItsOwn(Action run) =>
        Task.Factory.StartNew(run, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
