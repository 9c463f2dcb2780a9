using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Looking;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Reloading;
using KafkaStore.LocalHost.Timers;
using KafkaStore.LocalHost.Topics;
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
    private readonly KafkaPump pump;
    private readonly GenerationWatch watch;
    private readonly TopicsOfRun topics;
    private readonly ArchiveCompanions companions;
    private readonly RunTimers timers;
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
        var source = new GenerationSource(
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
        companions = new ArchiveCompanions(topics, services, logger);
        var chains = new ChainWatch(parts.Archive);
        TimeSpan period = options.Archive.Kind == StoreKind.Local ? ChainRound.OfFolder : ChainRound.OfCloud;
        var round = new ChainRound(chains, () => [.. LookedAfter()], period, clock, logger);
        timers = new RunTimers(services, topics, watch, round, pump.Broker, engine, Recover, clock, logger);
        pump.Broker.Back = timers.Wake;
        services.GetRequiredService<WakingReport>().Stopped = timers.Wake;
        look = new RunLook(topics, LookedAfter, engine, source, pump, watch, services.GetRequiredService<MirrorRun>(), chains, clock);
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
    public void LookSoon() => timers.Wake();

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
        // What a former run could not add, beside everything else; at the end what this one could not.
        Task catalog = companions.CatchUpCatalogAsync(done.Token);
        Task timer = timers.RunAsync(done.Token);
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
                await companions.CompleteMirrorsAsync(stopping);
                await catalog;
                await companions.CatchUpCatalogAsync(stopping);
                await companions.CatchUpSchemasAsync(stopping);
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

    private IEnumerable<TopicPartition> LookedAfter() => options.Share ? topics.Known.Where(own.Includes) : topics.Known;

    // A seal without a remembered state finds everything again.
    private void Recover(TopicPartition partition) => engine.Signal(EntityIds.Of(partition), Operations.Seal, partition);
}
