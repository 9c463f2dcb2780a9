using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Reloading;

namespace KafkaStore.Tests.App;

/// <summary>The local host itself, with its threads, over stores in memory, a scripted log and a clock that a test moves.</summary>
public sealed class LocalRun : IAsyncDisposable
{
    private static readonly TimeSpan TestPatience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource stopping = new();
    private readonly LocalArchiver archiver;

    private LocalRun(
        LocalArchiver archiver,
        ScriptedSource source,
        FaultyStore staging,
        FaultyStore archive,
        FakeTimeProvider clock,
        RecordingLoggers loggers
    )
    {
        this.archiver = archiver;
        (Source, Staging, Archive, Clock, Loggers) = (source, staging, archive, clock, loggers);
        Running = Task.Run(() => archiver.RunAsync(stopping.Token));
    }

    public ScriptedSource Source { get; }

    public FaultyStore Staging { get; }

    public FaultyStore Archive { get; }

    public FakeTimeProvider Clock { get; }

    public RecordingLoggers Loggers { get; }

    /// <summary>Ends when the run does.</summary>
    public Task<RunOutcome> Running { get; }

    public static async Task<LocalRun> StartAsync(
        ScriptedLog log,
        MemoryObjectStore archive,
        MemoryObjectStore staging,
        ArchiverOptions? archiver = null,
        Func<LocalHostOptions, LocalHostOptions>? change = null,
        FakeTimeProvider? clock = null,
        Action<ScriptedSource, FaultyStore>? prepare = null
    )
    {
        var options = new LocalHostOptions
        {
            Kafka = new KafkaClientOptions("127.0.0.1:1", "group"),
            Archiver = (archiver ?? TestApp.Counting(10)) with { HoleGrace = TimeSpan.Zero },
            Archive = StoreLocation.Local("/nowhere"),
        };
        var source = new ScriptedSource(log);
        var faultyArchive = new FaultyStore(archive);
        var faultyStaging = new FaultyStore(staging);
        prepare?.Invoke(source, faultyStaging);
        var loggers = new RecordingLoggers();
        clock ??= new FakeTimeProvider(TestTime.Epoch);
        var parts = new LocalHostParts(faultyArchive, faultyStaging, log, log, source, new NoArchivedOffsets())
        {
            HighWatermarks = log,
            TopicNames = log,
        };
        LocalArchiver started = await LocalArchiver.StartAsync(change?.Invoke(options) ?? options, parts, loggers, clock, default);
        return new LocalRun(started, source, faultyStaging, faultyArchive, clock, loggers);
    }

    public PartitionState? StateOf(TopicPartition partition) => archiver.StateOf(partition);

    /// <summary>Where it serves; null where it does not.</summary>
    public HttpServer? Http => archiver.Http;

    /// <inheritdoc cref="LocalArchiver.ReloadAsync"/>
    public Task<ReloadChanges> ReloadAsync(string[] topics, ArchiverOptions options) =>
        archiver.ReloadAsync(
            new TopicSelection([.. topics.Select(topic => TopicSelection.Entry.Parse(topic)!)]),
            options.Choice,
            CancellationToken.None
        );

    /// <summary>Lets real time pass until it is so, and with it the run's clock by <paramref name="step"/> a millisecond or so.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan step = default)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Running.IsFaulted)
                await Running;
            Assert.True(
                Stopwatch.GetElapsedTime(started) < TestPatience,
                "It never came to be so: " + string.Join(Environment.NewLine, Loggers.Lines.TakeLast(12))
            );
            await Task.Delay(1);
            Clock.Advance(step);
        }
    }

    /// <summary>The run ends by itself.</summary>
    public async Task<RunOutcome> EndAsync()
    {
        await UntilAsync(() => Running.IsCompleted, TimeSpan.FromMilliseconds(20));
        return await Running;
    }

    /// <summary>As by SIGTERM.</summary>
    public async Task<RunOutcome> StopAsync()
    {
        await stopping.CancelAsync();
        return await Running.WaitAsync(TestPatience);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAny(Running);
        await archiver.DisposeAsync();
        stopping.Dispose();
    }
}
