namespace KafkaStore.Simulation;

/// <summary>Runs many seeds on several threads, each simulation on one.</summary>
internal sealed class SeedRange(
    ulong first,
    int count,
    int threads,
    Mutation? mutation = null,
    int mostFailures = 5,
    StagingTrust trust = StagingTrust.Signed
)
{
    private readonly Lock gate = new();
    private int taken;
    private volatile bool isStopped;

    public int Passed { get; private set; }

    public long Steps { get; private set; }

    public long Crashes { get; private set; }

    public long Faults { get; private set; }

    public long Seals { get; private set; }

    public long Records { get; private set; }

    public long Objects { get; private set; }

    public long Recreations { get; private set; }

    /// <summary>Segments that were compressed while their records were accepted.</summary>
    public long Ahead { get; private set; }

    public long Generations { get; private set; }

    public long Attacks { get; private set; }

    public List<SeedRun> Failed { get; } = [];

    public int Done => Passed + Failed.Count;

    public void Run()
    {
        // Threads of their own: no synchronization context that a test framework may have set.
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
    }

    /// <summary>Begins no further seed.</summary>
    public void Stop() => isStopped = true;

    private void Work()
    {
        while (Failed.Count < mostFailures && !isStopped)
        {
            int index = Interlocked.Increment(ref taken) - 1;
            if (index >= count)
                return;
            var run = SeedRun.Of(first + (ulong)index, mutation: mutation, trust: trust);
            lock (gate)
                Add(run);
        }
    }

    // At once: a run of many seeds takes long, and may be stopped.
    private void Report(SeedRun run)
    {
        Failed.Add(run);
        Console.WriteLine($"FAILED seed {run.Seed}: {run.Failure}");
    }

    private void Add(SeedRun run)
    {
        Steps += run.Steps;
        Crashes += run.Crashes;
        Faults += run.Faults;
        Seals += run.Seals;
        Records += run.Records;
        Objects += run.Objects;
        Recreations += run.Recreations;
        Ahead += run.Ahead;
        Generations += run.Generations;
        Attacks += run.Attacks;
        if (run.Failure is null)
            Passed++;
        else
            Report(run);
    }
}
