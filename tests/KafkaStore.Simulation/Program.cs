using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using KafkaStore.Simulation;

// KafkaStore.Simulation [--seeds N] [--first SEED] [--seed SEED] [--threads N] [--staging signed|unsigned|attacked]
int seeds = 10_000;
int threads = Environment.ProcessorCount;
ulong first = (ulong)Stopwatch.GetTimestamp() % 1_000_000_000_000 * 1_000;
ulong? only = null;
StagingTrust trust = StagingTrust.Signed;
for (int i = 0; i < args.Length; i += 2)
{
    if (args[i] == "--staging" && i + 1 < args.Length && Enum.TryParse(args[i + 1], ignoreCase: true, out trust))
        continue;
    if (i + 1 == args.Length || !ulong.TryParse(args[i + 1], CultureInfo.InvariantCulture, out ulong value))
        return Usage(args[i]);
    switch (args[i])
    {
        case "--seeds":
            seeds = (int)value;
            break;
        case "--first":
            first = value;
            break;
        case "--seed":
            only = value;
            break;
        case "--threads":
            threads = (int)value;
            break;
        default:
            return Usage(args[i]);
    }
}

return only is { } seed ? Replay(seed, trust) : RunMany();

static int Usage(string argument)
{
    Console.Error.WriteLine(
        $"error: '{argument}': expected --seeds N, --first SEED, --seed SEED, --threads N or --staging signed|unsigned|attacked."
    );
    return 2;
}

static int Replay(ulong seed, StagingTrust trust)
{
    SeedRun? run = null;
    var thread = new Thread(() => run = SeedRun.Of(seed, recordHistory: true, trust: trust));
    thread.Start();
    thread.Join();
    foreach (string line in run!.History!)
        Console.WriteLine(line);
    Console.WriteLine(
        $"seed {seed}: {run.Steps} steps, {run.Crashes} crashes, {run.Faults} faults, {run.Seals} seals, {run.Records} records, {run.Objects} objects, {run.Recreations} recreations"
    );
    Console.WriteLine(run.Failure is null ? "1 passed, 0 failed" : $"broken: {run.Failure}\n0 passed, 1 failed");
    return run.Failure is null ? 0 : 1;
}

int RunMany()
{
    var range = new SeedRange(first, seeds, threads, trust: trust);
    var watch = Stopwatch.StartNew();
    // Ctrl+C ends it after the seeds that are being run, with the sum of all until then.
    using (PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop))
    using (PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop))
    using (new Timer(_ => Console.WriteLine($"simulate: {range.Done} of {seeds} seeds"), null, 10_000, 10_000))
        range.Run();
    double rate = range.Done / watch.Elapsed.TotalSeconds;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            simulate: seeds {first} to {first
                + (ulong)range.Done
                - 1}: {range.Done} run in {watch.Elapsed.TotalSeconds:F1} s ({rate:F0} a second on {threads} threads)
            simulate: {range.Steps} steps, {range.Crashes} crashes, {range.Faults} other faults, {range.Seals} seals, {range.Records} offsets, {range.Objects} objects, {range.Ahead} of them compressed ahead
            simulate: {range.Recreations} topics created again, {range.Generations} of them noted as generations; {range.Attacks} chunks put into staging by an adversary
            """
        )
    );
    Console.WriteLine($"{range.Passed} passed, {range.Failed.Count} failed");
    return range.Failed.Count == 0 ? 0 : 1;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        range.Stop();
    }
}
