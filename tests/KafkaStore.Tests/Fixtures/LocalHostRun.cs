using KafkaStore.LocalHost.Ending;

namespace KafkaStore.Tests.Fixtures;

/// <summary>The local host over real folders; only its broker is a scripted log.</summary>
internal static class LocalHostRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="archive">The archive's folder.</param>
    /// <param name="staging">Null for the default, in the archive's state folder.</param>
    /// <param name="log">What is read, up to its end.</param>
    /// <param name="archiver">Topics, policy and codec.</param>
    /// <param name="start">Of its clock.</param>
    /// <param name="close">Whether to close what is open at the end.</param>
    public static async Task<RunOutcome> ToTheEndAsync(
        string archive,
        string? staging,
        ScriptedLog log,
        ArchiverOptions archiver,
        DateTimeOffset start,
        bool close
    )
    {
        var options = new LocalHostOptions
        {
            Kafka = new KafkaClientOptions("127.0.0.1:1", "group"),
            Archiver = archiver with { HoleGrace = TimeSpan.Zero },
            Archive = StoreLocation.Local(archive),
            ExitAtEnd = true,
            CloseAtEnd = close,
        };
        if (staging is not null)
            options = options with { Staging = StoreLocation.Local(staging) };
        ArchiverStores stores = await ArchiverStores.OpenAsync(
            new StoreLocations(options.Archive, options.Staging, []),
            options.Stores,
            null,
            default
        );
        using var folderLock = StateFolderLock.Take(options.StateFolder);
        var parts = new LocalHostParts(stores.Archive, stores.Staging, log, log, new ScriptedSource(log), new NoArchivedOffsets());
        var clock = new FakeTimeProvider(start);
        await using LocalArchiver host = await LocalArchiver.StartAsync(options, parts, new RecordingLoggers(), clock, default);
        using var stop = new CancellationTokenSource(Patience);
        Task<RunOutcome> running = Task.Run(() => host.RunAsync(stop.Token));
        while (!running.IsCompleted)
        {
            await Task.Delay(1);
            clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        RunOutcome outcome = await running;
        Assert.False(stop.IsCancellationRequested, "It did not come to its end.");
        return outcome;
    }
}
