using System.Collections.Immutable;
using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Deciding;
using KafkaStore.Functions;
using KafkaStore.Hosting;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Http;
using KafkaStore.Markers;
using KafkaStore.Mirroring;
using KafkaStore.Records;
using KafkaStore.Sealing;
using KafkaStore.Staging;
using KafkaStore.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KafkaStore.LocalHost;

/// <summary>
/// The function app in one process: a Kafka pump, entities and orchestrations in memory, a timer. It keeps nothing of its
/// own: at start every partition is found again in the archive and the staged chunks.
/// </summary>
public sealed class LocalArchiver : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);
    private const int ResumesAtOnce = 8;

    private readonly LocalHostOptions options;
    private readonly LocalHostParts parts;
    private readonly StateFolderLock? folderLock;
    private readonly ServiceProvider services;
    private readonly ThreadPoolWorkQueue queue = new();
    private readonly CancellationTokenSource stoppingActivities = new();
    private readonly LocalEngine engine;
    private readonly KafkaPump pump;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private ImmutableHashSet<TopicPartition> known = []; // the timer may add to it at any time
    private readonly OwnPartitions own = new();
    private IReadOnlyList<LogBounds> ends = [];
    private HttpServer? http;

    private LocalArchiver(
        LocalHostOptions options,
        LocalHostParts parts,
        StateFolderLock? folderLock,
        ILoggerFactory loggers,
        TimeProvider clock
    )
    {
        this.options = options;
        this.parts = parts;
        this.folderLock = folderLock;
        this.clock = clock;
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
        pump = new KafkaPump(
            parts.Source,
            parts.Log,
            services.GetRequiredService<StagingArea>(),
            services.GetRequiredService<AppendBatch>(),
            engine.Client,
            options.Batch,
            Recover,
            clock,
            logger,
            stoppingActivities.Token
        );
    }

    /// <summary>What each partition's entity remembers now; null where it has not been told anything yet.</summary>
    public PartitionState? StateOf(TopicPartition partition) => engine.StateOf(EntityIds.Of(partition));

    /// <summary>Takes the state folder, opens stores and broker, and finds where each partition goes on.</summary>
    /// <exception cref="StoreLocationException">A store's URL can't be used.</exception>
    /// <exception cref="StateFolderInUseException">Another process owns the state folder.</exception>
    /// <exception cref="StorageException">A store can't be used.</exception>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    /// <exception cref="UnknownTopicException">The broker has no such topic.</exception>
    /// <exception cref="HttpServerException">The port to serve HTTP on can't be used.</exception>
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
        try
        {
            parts = await LocalHostParts.OpenAsync(options, loggers, cancellationToken);
            folderLock = StateFolderLock.Take(options.StateFolder);
            Directory.CreateDirectory(options.SpoolFolder);
            return await StartAsync(options, parts, folderLock, loggers, clock, cancellationToken);
        }
        catch
        {
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
    /// <exception cref="PartitionFaultException">At the end a partition is faulted.</exception>
    /// <exception cref="StorageException">At the end a partition can't be sealed, or a mirror can't be completed.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        foreach ((string name, string trigger) in FunctionList.All(withHttp: http is not null))
            Log.Function(logger, name, trigger);
        Log.Consuming(logger, string.Join(", ", known.Order()));

        if (!options.Share)
        {
            foreach (TopicPartition partition in known)
                Recover(partition);
        }

        using CancellationTokenRegistration patience = stopping.Register(() => stoppingActivities.CancelAfter(StopPatience));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task catalog = CatchUpCatalogAsync(done.Token);
        var timer = Task.WhenAll(
            new MinuteTimer(TickAsync, pump.Broker, clock, logger).RunAsync(done.Token),
            new MinuteTimer(MirrorAsync, pump.Broker, clock, logger).RunAsync(done.Token)
        );
        try
        {
            while (!stopping.IsCancellationRequested && !(options.ExitAtEnd && await HasReachedEndsAsync(stopping)))
            {
                await pump.DeliverNextAsync(stopping);
                if (options.Share)
                    own.Set(pump.Positions.Assigned);
            }

            if (!stopping.IsCancellationRequested)
            {
                await new EndOfRun(engine, clock).SealAllAsync(known, options.CloseAtEnd, stopping);
                await CompleteMirrorsAsync(stopping);
                await catalog;
                await CatchUpCatalogAsync(stopping);
                await CatchUpSchemasAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.Stopping(logger);
        }
        finally
        {
            await done.CancelAsync();
            await timer;
            await catalog;
            await StopAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (http is not null)
            await http.DisposeAsync();

        // The broker's side next: leaving a group may still ask where a partition goes on.
        await parts.DisposeAsync();
        engine.Dispose();
        stoppingActivities.Dispose();
        await services.DisposeAsync();
        folderLock?.Dispose();
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
        var archiver = new LocalArchiver(options, parts, folderLock, loggers, clock);
        archiver.ends = await parts.Log.GetBoundsAsync(options.Archiver.Topics, cancellationToken);
        await archiver.AddPartitionsAsync(archiver.ends, cancellationToken);
        if (options.Share)
            await parts.Source.SubscribeAsync(options.Archiver.Topics, archiver.FindResumeOffsetAsync, cancellationToken);
        if (options.Http is { } serving)
            archiver.http = await HttpServer.StartAsync(serving, archiver.services, loggers, cancellationToken);
        return archiver;
    }

    private async Task AddPartitionsAsync(IEnumerable<LogBounds> bounds, CancellationToken cancellationToken)
    {
        TopicPartition[] fresh = [.. bounds.Select(bound => bound.Partition).Where(partition => !known.Contains(partition))];
        await Parallel.ForEachAsync(
            fresh,
            new ParallelOptions { MaxDegreeOfParallelism = ResumesAtOnce, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                // Also where the group decides who reads what: a partition that can't be begun is better said at the start.
                long next = await services.GetRequiredService<SegmentSealer>().FindResumeOffsetAsync(partition, token);
                if (!options.Share)
                    pump.Add(partition, next);
            }
        );
        known = known.Union(fresh);
    }

    private Task<long> FindResumeOffsetAsync(TopicPartition partition) =>
        services.GetRequiredService<SegmentSealer>().FindResumeOffsetAsync(partition, CancellationToken.None);

    // At the start what a former run could not add, beside everything else; at the end what this one could not.
    private async Task CatchUpCatalogAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<CatalogWriter>() is not { } writer)
            return;
        try
        {
            await writer.CatchUpAsync(known.Select(partition => KeyValuePair.Create(partition, (long?)null)), null, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.CatalogStopped(logger);
        }
    }

    // A run that ends at the end may be over before the timer comes to it, each time.
    private Task CatchUpSchemasAsync(CancellationToken cancellationToken) =>
        services.GetService<ISchemaKeeper>()?.CatchUpAsync(cancellationToken) ?? Task.CompletedTask;

    // A seal without a remembered state finds everything again.
    private void Recover(TopicPartition partition) => engine.Signal(EntityIds.Of(partition), Operations.Seal, partition);

    private async Task<bool> HasReachedEndsAsync(CancellationToken cancellationToken)
    {
        if (!pump.HasReached(ends))
            return false;
        if (!options.Share)
            return true;

        // What others read counts once it is staged.
        foreach (LogBounds end in ends.ExceptBy(pump.Positions.Assigned, end => end.Partition))
        {
            if (await services.GetRequiredService<SegmentSealer>().FindResumeOffsetAsync(end.Partition, cancellationToken) < end.End)
                return false;
        }

        return true;
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        await AddPartitionsAsync(await parts.Log.GetBoundsAsync(options.Archiver.Topics, stopping), stopping);
        await services.GetRequiredService<WatchPartitions>().RunAsync(new TimerInfo(), engine.Client, stopping);
    }

    private Task MirrorAsync(CancellationToken stopping) =>
        services.GetRequiredService<CopyToMirrors>().RunAsync(new TimerInfo(), stopping);

    private async Task CompleteMirrorsAsync(CancellationToken stopping)
    {
        if (!await services.GetRequiredService<MirrorRun>().CopyAsync(known, null, stopping))
        {
            throw new StorageUnavailableException(
                "The archive is complete and a mirror is not, as said above. Run the same command again, or 'kafka-store mirror'."
            );
        }
    }

    // The steps in hand are finished, so that the next start has nothing to do again; long ones are cut short in time.
    private async Task StopAsync()
    {
        await Task.WhenAll(parts.Source.CommitAsync(CancellationToken.None), queue.WhenIdleAsync());
    }
}
