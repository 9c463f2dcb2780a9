using System.Collections.Immutable;
using KafkaStore.Catalog.Keeping;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Mirroring;
using KafkaStore.Sealing;
using KafkaStore.Staging;

namespace KafkaStore.LocalHost;

/// <summary>What a local archiver does from its start to its end: batch after batch, with the timers beside it, and sealing at the end.</summary>
internal sealed class ArchiveLoop
{
    private const int ResumesAtOnce = 8;

    private readonly LocalHostOptions options;
    private readonly LocalHostParts parts;
    private readonly IServiceProvider services;
    private readonly OwnPartitions own;
    private readonly LocalEngine engine;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly KafkaPump pump;
    private readonly SegmentSealer sealer;
    private ImmutableHashSet<TopicPartition> known = []; // the timer may add to it at any time
    private IReadOnlyList<LogBounds> ends = [];

    public ArchiveLoop(
        LocalHostOptions options,
        LocalHostParts parts,
        IServiceProvider services,
        OwnPartitions own,
        LocalEngine engine,
        TimeProvider clock,
        ILogger logger,
        CancellationToken finishing
    )
    {
        this.options = options;
        this.parts = parts;
        this.services = services;
        this.own = own;
        this.engine = engine;
        this.clock = clock;
        this.logger = logger;
        sealer = services.GetRequiredService<SegmentSealer>();
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
            finishing
        );
    }

    /// <summary>Finds every partition's end and where it goes on.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        ends = await parts.Log.GetBoundsAsync(options.Archiver.Topics, cancellationToken);
        await AddPartitionsAsync(ends, cancellationToken);
        if (options.Share)
            await parts.Source.SubscribeAsync(options.Archiver.Topics, FindResumeOffsetAsync, cancellationToken);
    }

    /// <inheritdoc cref="LocalArchiver.RunAsync"/>
    public async Task RunAsync(CancellationToken stopping)
    {
        Log.Consuming(logger, string.Join(", ", known.Order()));

        if (!options.Share)
        {
            foreach (TopicPartition partition in known)
                Recover(partition);
        }

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
        }
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
                long next = await sealer.FindResumeOffsetAsync(partition, token);
                if (!options.Share)
                    pump.Add(partition, next);
            }
        );
        known = known.Union(fresh);
    }

    private Task<long> FindResumeOffsetAsync(TopicPartition partition) => sealer.FindResumeOffsetAsync(partition, CancellationToken.None);

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
            if (await sealer.FindResumeOffsetAsync(end.Partition, cancellationToken) < end.End)
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
}
