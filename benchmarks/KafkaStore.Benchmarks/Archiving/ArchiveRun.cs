namespace KafkaStore.Benchmarks.Archiving;

/// <summary>The program as users start it, from an empty folder until all of a topic is archived.</summary>
/// <param name="program">The <c>kafka-store.dll</c>.</param>
/// <param name="folder">Emptied.</param>
internal sealed class ArchiveRun(string program, string folder)
{
    public async Task<ArchiveFigures> RunAsync(Load load, ArchiveSettings settings)
    {
        await using var broker = LoadBroker.Start(load);
        string archive = Path.Combine(folder, "archive");
        string state = Path.Combine(folder, "state");
        Clear();
        Directory.CreateDirectory(folder);
        var backlog = new Backlog(Path.Combine(state, "staged"), broker);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ProcessFigures process = await MeasuredProcess.RunDotnetAsync(
            program,
            [
                "--broker-list",
                broker.Address,
                "--topic",
                LoadBroker.Topic,
                "--group",
                "benchmark",
                "--offset-reset",
                "earliest",
                "--local-store",
                archive,
                "--state-dir",
                state,
                "--exit-at-end",
                "--close-at-end",
                "--settling-seconds",
                "1",
                .. settings.Arguments,
            ],
            backlog.Look
        );
        TimeSpan brokerCpu = Environment.CpuUsage.TotalTime - before;
        broker.ThrowIfTroubled();
        Clear();
        return new ArchiveFigures(
            load,
            settings,
            process,
            backlog.FirstStaged?.At,
            backlog.ReadAll?.At,
            backlog.BusyCores,
            brokerCpu,
            broker.BytesSent
        );
    }

    private void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
