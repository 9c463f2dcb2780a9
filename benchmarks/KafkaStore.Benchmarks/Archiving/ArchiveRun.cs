using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace KafkaStore.Benchmarks.Archiving;

/// <summary>The program as users start it, from an empty folder until all of a topic is archived.</summary>
/// <param name="program">The <c>kafka-store.dll</c>.</param>
/// <param name="folder">Emptied.</param>
internal sealed class ArchiveRun(string program, string folder)
{
    private readonly string archive = Path.Combine(folder, "archive");
    private readonly string state = Path.Combine(folder, "state");

    /// <summary>Goes on in the archive of the run before. Default: each begins with an empty folder, and leaves none.</summary>
    public bool KeepsFolder { get; init; }

    /// <summary>Without them the next run's topic, of another broker with the same records, is the same topic. Default: true.</summary>
    public bool HasTopicIds { get; init; } = true;

    /// <summary>Of Azurite, for the archive; null: it is a folder.</summary>
    public BlobContainerClient? Container { get; init; }

    public async Task<ArchiveFigures> RunAsync(Load load, ArchiveSettings settings)
    {
        await using var broker = LoadBroker.Start(load, HasTopicIds);
        if (!KeepsFolder)
            Clear();
        Directory.CreateDirectory(folder);
        var backlog = new Backlog(Path.Combine(state, "staged"), broker);
        TimeSpan before = Environment.CpuUsage.TotalTime;
        ProcessFigures process = await MeasuredProcess.RunDotnetAsync(program, Arguments(broker.Address, settings), backlog.Look);
        TimeSpan brokerCpu = Environment.CpuUsage.TotalTime - before;
        broker.ThrowIfTroubled();
        if (!KeepsFolder)
            Clear();
        return new ArchiveFigures(
            load,
            settings,
            process,
            process.FirstLine("Consuming from partitions"),
            backlog.FirstStaged?.At,
            backlog.ReadAll?.At,
            backlog.BusyCores,
            brokerCpu,
            broker.BytesSent
        );
    }

    /// <summary>Of the topic.</summary>
    public int CountObjects() =>
        Container?.GetBlobs(BlobTraits.None, BlobStates.None, LoadBroker.Topic + "/", default).Count() ?? LoadBroker.CountObjects(archive);

    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private string[] Arguments(string brokers, ArchiveSettings settings) =>
        [
            .. Words($"--broker-list {brokers} --topic {LoadBroker.Topic} --group benchmark --offset-reset earliest"),
            .. Container is null ? (string[])["--local-store", archive] : ["--azure-store-url", $"{Container.Uri}"],
            .. Words($"--state-dir {state} --exit-at-end --settling-seconds 1"),
            .. settings.Arguments,
        ];

    private static string[] Words(FormattableString line) =>
        [.. line.Format.Split(' ').Select(word => string.Format(CultureInfo.InvariantCulture, word, line.GetArguments()))];
}
