using KafkaStore.Catalog.Keeping;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Looking;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Reloading;
using KafkaStore.LocalHost.Timers;
using KafkaStore.Mirroring;
using KafkaStore.Naming;
using KafkaStore.Reading.Chains;

namespace KafkaStore.LocalHost;

/// <summary>What a local archiver does from its start to its end: batch after batch, with the timers beside it, and sealing at the end.</summary>
internal sealed class ArchiveLoop : IDisposable
{
    private readonly LocalHostOptions options;
    private readonly IServiceProvider services;
    private readonly OwnPartitions own;
    private readonly LocalEngine engine;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly GenerationSource source;
    private readonly KafkaPump pump;
    private readonly GenerationWatch watch;
    private readonly TopicsOfRun topics;
    private readonly MirrorRun mirrors;
    private readonly ChainWatch chains;
    private readonly MinuteTimer minute;
    private readonly RunLook look;
    private readonly RunGauges gauges;

    // Of a run that ended at the end: what sealing left. Null of one that was stopped.
    private IReadOnlyList<PartitionShortfall>? holes;

    public ArchiveLoop(
        LocalHostOptions options,
        ArchivedTopics archived,
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
        this.services = services;
        this.own = own;
        this.engine = engine;
        this.clock = clock;
        this.logger = logger;
        watch = new GenerationWatch(
            services.GetRequiredService<TopicGenerations>(),
            services.GetRequiredService<SeenGenerations>(),
            archived,
            options.Archiver.SettlingTime,
            clock,
            logger
        );
        source = new GenerationSource(
            parts.Source,
            partition => Task.FromResult(partition with { Topic = watch[partition.Topic].ToString() })
        );
        pump = new KafkaPump(
            source,
            services.GetRequiredService<IRecordLog>(),
            services.GetRequiredService<AppendBatch>(),
            engine.Client,
            options.Batch,
            Recover,
            watch.Delivered,
            services.GetRequiredService<TroubleReport>(),
            clock,
            logger,
            finishing
        );
        topics = new TopicsOfRun(options, archived, parts, services, pump, watch, logger);
        mirrors = services.GetRequiredService<MirrorRun>();
        chains = new ChainWatch(parts.Archive);
        minute = new MinuteTimer(TickAsync, pump.Broker, clock, logger);
        pump.Broker.Back = minute.Wake;
        services.GetRequiredService<WakingReport>().Stopped = minute.Wake;
        look = new RunLook(topics, LookedAfter, engine, source, pump, watch, mirrors, chains, clock);
        services.GetRequiredService<RunFacts>().Look = Look;
        gauges = new RunGauges(Look, options.Disks);
    }

    /// <inheritdoc cref="TopicsOfRun.BeginAsync"/>
    public Task BeginAsync(CancellationToken cancellationToken) => topics.BeginAsync(cancellationToken);

    /// <inheritdoc cref="LocalArchiver.ReloadAsync"/>
    public Task<ReloadChanges> ReloadAsync(TopicSelection selection, PolicyChoice choice, CancellationToken cancellationToken) =>
        topics.ReloadAsync(selection, choice, cancellationToken);

    /// <inheritdoc cref="LocalArchiver.Look"/>
    public RunView Look() => look.Look();

    /// <summary>Somebody has changed something that the minute's timer would see: it looks now.</summary>
    public void LookSoon() => minute.Wake();

    public void Dispose()
    {
        gauges.Dispose();
        topics.Dispose();
    }

    /// <summary>Archives until it is stopped or, if so chosen, until the end seen at the start is reached; steps may be in hand then.</summary>
    /// <exception cref="StorageException">At the end a partition can't be sealed, or a mirror can't be completed.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (options.Share)
        {
            Log.ConsumingNothing(logger);
        }
        else
        {
            foreach (TopicPartition partition in topics.Known)
                Recover(partition);
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task catalog = CatchUpCatalogAsync(done.Token);
        Task timer = RunTimersAsync(done.Token);
        try
        {
            try
            {
                while (!stopping.IsCancellationRequested && !(options.ExitAtEnd && await topics.HasReachedEndsAsync(stopping)))
                {
                    await pump.DeliverNextAsync(stopping);
                    if (options.Share)
                        own.Set(pump.Positions.Assigned);
                }
            }
            finally
            {
                await pump.SettleAsync();
            }

            if (!stopping.IsCancellationRequested)
            {
                await topics.AddFormerAsync(stopping);
                // Former generations first: what they put aside may be the next one's.
                var ending = new EndOfRun(engine, clock);
                holes =
                [
                    .. await ending.SealAllAsync([.. topics.Known.Where(topics.IsFormer)], options.CloseAtEnd, stopping),
                    .. await ending.SealAllAsync([.. topics.Known.Where(each => !topics.IsFormer(each))], options.CloseAtEnd, stopping),
                ];
                await CompleteMirrorsAsync(stopping);
                await catalog;
                await CatchUpCatalogAsync(stopping);
                await CatchUpSchemasAsync(stopping);
                await watch.SettleAsync(stopping);
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

    /// <summary>What is not archived, once no step is in hand any more: the last ones may find a fault, or what was missing.</summary>
    public RunOutcome Outcome() =>
        new OutcomeOfRun(topics, engine, pump.Positions, services.GetRequiredService<LossLog>()).Find(holes, [.. LookedAfter()]);

    private Task RunTimersAsync(CancellationToken stopping)
    {
        TimeSpan period = options.Archive.Kind == StoreKind.Local ? ChainRound.OfFolder : ChainRound.OfCloud;
        List<Task> timers =
        [
            watch.RunAsync(topic => ChangeAsync(topic, stopping), stopping),
            minute.RunAsync(stopping),
            new MinuteTimer(MirrorAsync, pump.Broker, clock, logger).RunAsync(stopping),
            new ChainRound(chains, () => [.. LookedAfter()], period, clock, logger).RunAsync(stopping),
        ];
        if (mirrors.HasMirrors)
        {
            var sealedMirrors = new SealedMirrors(services.GetRequiredService<CopyToMirrors>(), clock);
            services.GetRequiredService<WakingReport>().Sealed = sealedMirrors.Sealed;
            timers.Add(sealedMirrors.RunAsync(stopping));
        }

        return Task.WhenAll(timers.Select(timer => UntilStoppedAsync(timer, stopping)));
    }

    private async Task UntilStoppedAsync(Task timer, CancellationToken stopping)
    {
        try
        {
            await timer;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            Log.TimerStopped(logger);
        }
    }

    private async Task ChangeAsync(string topic, CancellationToken stopping)
    {
        await topics.ChangeAsync(topic, stopping);
        if (watch.IsStopped(topic))
        {
            // A seal says why and what to do, and nothing else would come to one for as long as the open files are young.
            foreach (TopicPartition partition in topics.Known.Where(each => KafkaTopic.Of(each.Topic) == topic))
                Recover(partition);
        }
        else
        {
            LookSoon();
        }
    }

    private IEnumerable<TopicPartition> LookedAfter() => options.Share ? topics.Known.Where(own.Includes) : topics.Known;

    // At the start what a former run could not add, beside everything else; at the end what this one could not.
    private async Task CatchUpCatalogAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<CatalogWriter>() is not { } writer)
            return;
        try
        {
            await writer.CatchUpAsync(
                topics.Known.Select(partition => KeyValuePair.Create(partition, (long?)null)),
                null,
                cancellationToken
            );
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

    private async Task TickAsync(CancellationToken stopping)
    {
        await topics.RefreshAsync(stopping);
        await services.GetRequiredService<WatchPartitions>().RunAsync(new TimerInfo(), engine.Client, stopping);
    }

    private Task MirrorAsync(CancellationToken stopping) =>
        services.GetRequiredService<CopyToMirrors>().RunAsync(new TimerInfo(), stopping);

    private async Task CompleteMirrorsAsync(CancellationToken stopping)
    {
        if (!await services.GetRequiredService<MirrorRun>().CopyAsync(topics.Known, null, stopping))
        {
            throw new StorageUnavailableException(
                "The archive is complete and a mirror is not, as said above. Run the same command again, or 'kafka-store mirror'."
            );
        }
    }
}
