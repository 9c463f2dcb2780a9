using KafkaStore.Functions.Faults;
using KafkaStore.Hosting.Telemetry;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Http;
using KafkaStore.LocalHost.Looking;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Reloading;
using KafkaStore.LocalHost.Topics;
using KafkaStore.Markers;
using KafkaStore.Naming;
using KafkaStore.Storage.Files;

namespace KafkaStore.LocalHost;

/// <summary>
/// The function app in one process: a Kafka pump, entities and orchestrations in memory, a timer. It keeps nothing of its
/// own: at start every partition is found again in the archive and the staged chunks.
/// </summary>
public sealed class LocalArchiver : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private readonly LocalHostParts parts;
    private readonly StateFolderLock? folderLock;
    private readonly ServiceProvider services;
    private readonly ThreadPoolWorkQueue queue = new();
    private readonly CancellationTokenSource stoppingActivities = new();
    private readonly LocalEngine engine;
    private readonly ArchiveLoop loop;
    private readonly ILogger logger;
    private HttpServer? http;
    private IDisposable? telemetry;

    private LocalArchiver(
        LocalHostOptions options,
        ArchivedTopics topics,
        LocalHostParts parts,
        StateFolderLock? folderLock,
        ILoggerFactory loggers,
        TimeProvider clock
    )
    {
        this.parts = parts;
        this.folderLock = folderLock;
        var own = new OwnPartitions();
        logger = loggers.CreateLogger<LocalArchiver>();
        services = LocalServices.Compose(options, parts, own, loggers, clock);
        engine = new LocalEngine(
            new LocalFunctions(services),
            queue,
            Math.Max(2, Environment.ProcessorCount),
            clock,
            loggers,
            stoppingActivities.Token
        );
        loop = new ArchiveLoop(options, topics, parts, services, own, engine, clock, logger, stoppingActivities.Token);
    }

    /// <summary>What each partition's entity remembers now; null where it has not been told anything yet.</summary>
    public PartitionState? StateOf(TopicPartition partition) => engine.StateOf(EntityIds.Of(partition));

    /// <summary>Where it stands now. It takes no request, and may be asked for at any time.</summary>
    public RunView Look() => loop.Look();

    /// <summary>Takes the state folder, opens stores and broker, and finds where each partition goes on.</summary>
    /// <exception cref="StoreLocationException">A store's URL can't be used.</exception>
    /// <exception cref="StateFolderInUseException">Another process owns the state folder.</exception>
    /// <exception cref="StorageException">A store can't be used.</exception>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    /// <exception cref="HttpServerException">The port to serve HTTP on can't be used.</exception>
    /// <exception cref="TelemetryEndpointException">Where telemetry is to be sent is no URL.</exception>
    /// <exception cref="StartUnknownException">A partition has neither archive nor start marker, and no offset reset was chosen.</exception>
    public static async Task<LocalArchiver> StartAsync(
        LocalHostOptions options,
        ILoggerFactory loggers,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        LocalHostParts? parts = null;
        StateFolderLock? folderLock = null;
        IDisposable? telemetry = TelemetryExport.Start(Environment.GetEnvironmentVariable);
        try
        {
            parts = await LocalHostParts.OpenAsync(options, loggers, cancellationToken);
            folderLock = StateFolderLock.Take(options.StateFolder);
            OwnFiles.MakeFolder(options.SpoolFolder);
            LocalArchiver archiver = await StartAsync(options, parts, folderLock, loggers, clock, cancellationToken);
            archiver.telemetry = telemetry;
            return archiver;
        }
        catch
        {
            telemetry?.Dispose();
            folderLock?.Dispose();
            if (parts is not null)
                await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>As above, over stores and a broker of the caller's; no state folder is taken.</summary>
    public static Task<LocalArchiver> StartAsync(
        LocalHostOptions options,
        LocalHostParts parts,
        ILoggerFactory loggers,
        TimeProvider clock,
        CancellationToken cancellationToken
    ) => StartAsync(options, parts, null, loggers, clock, cancellationToken);

    /// <summary>Where the archive is served; null where it is not.</summary>
    public HttpServer? Http => http;

    /// <summary>Archives until it is stopped or, if so chosen, until the end seen at the start is reached.</summary>
    /// <returns>What of it is not archived: partitions that are faulted, lost records, or could not be read to their end.</returns>
    /// <exception cref="StorageException">At the end a partition can't be sealed, or a mirror can't be completed.</exception>
    public async Task<RunOutcome> RunAsync(CancellationToken stopping)
    {
        foreach ((string name, string trigger) in FunctionList.All(withHttp: http is not null))
            Log.Function(logger, name, trigger);
        services.GetRequiredService<StagingNotice>().Say();
        using CancellationTokenRegistration patience = stopping.Register(() => stoppingActivities.CancelAfter(StopPatience));
        try
        {
            await loop.RunAsync(stopping);
        }
        finally
        {
            // The steps in hand are finished, so that the next start has nothing to do again; long ones are cut short in time.
            await Task.WhenAll(parts.Source.CommitAsync(CancellationToken.None), queue.WhenIdleAsync());
        }

        return loop.Outcome();
    }

    /// <summary>
    /// Takes up other topics and policies while it runs. What is not selected any more is not read any more, and what was accepted of it
    /// stays staged until it is archived again; files that are open keep their policy.
    /// </summary>
    /// <exception cref="ReloadRefusedException">Nothing is changed, since a topic that is named can't be begun.</exception>
    public Task<ReloadChanges> ReloadAsync(TopicSelection selection, PolicyChoice choice, CancellationToken cancellationToken) =>
        loop.ReloadAsync(selection, choice, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (http is not null)
            await http.DisposeAsync();

        // The broker's side next: leaving a group may still ask where a partition goes on.
        await parts.DisposeAsync();
        loop.Dispose();
        engine.Dispose();
        stoppingActivities.Dispose();
        await services.DisposeAsync();
        folderLock?.Dispose();
        telemetry?.Dispose();
    }

    private static async Task<LocalArchiver> StartAsync(
        LocalHostOptions options,
        LocalHostParts parts,
        StateFolderLock? folderLock,
        ILoggerFactory loggers,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var topics = new ArchivedTopics(options.Topics);
        options = options with
        {
            Archiver = options.Archiver with { Topics = topics, Changing = new TopicPolicies(options.Archiver.Choice) },
        };
        var archiver = new LocalArchiver(options, topics, parts, folderLock, loggers, clock);
        await archiver.loop.BeginAsync(cancellationToken);
        if (options.Http is { } serving)
            archiver.http = await HttpServer.StartAsync(serving, archiver.services, loggers, archiver.loop.LookSoon, cancellationToken);
        return archiver;
    }
}
