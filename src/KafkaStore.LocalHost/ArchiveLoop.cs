using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using KafkaStore.Catalog.Keeping;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Engine;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;
using KafkaStore.Mirroring;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing;
using KafkaStore.Staging;

namespace KafkaStore.LocalHost;

/// <summary>What a local archiver does from its start to its end: batch after batch, with the timers beside it, and sealing at the end.</summary>
internal sealed class ArchiveLoop : IDisposable
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
    private readonly IRecordLog log;
    private readonly GenerationWatch watch;
    private readonly SemaphoreSlim adding = new(1, 1);
    private readonly HashSet<TopicPartition> read = []; // by whoever adds
    private ImmutableHashSet<TopicPartition> known = []; // the timer may add to it at any time
    private ImmutableDictionary<string, RunEnd> ends = ImmutableDictionary<string, RunEnd>.Empty;
    private readonly TroubleReport troubles;
    private readonly Unanswered unanswered = new();

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
        log = services.GetRequiredService<IRecordLog>();
        watch = new GenerationWatch(
            services.GetRequiredService<TopicGenerations>(),
            services.GetRequiredService<SeenGenerations>(),
            options.Archiver.Topics,
            options.Archiver.SettlingTime,
            clock,
            logger
        );
        troubles = services.GetRequiredService<TroubleReport>();
        pump = new KafkaPump(
            new GenerationSource(parts.Source, partition => Task.FromResult(partition with { Topic = watch[partition.Topic].ToString() })),
            log,
            services.GetRequiredService<StagingArea>(),
            services.GetRequiredService<AppendBatch>(),
            engine.Client,
            options.Batch,
            Recover,
            watch.Delivered,
            troubles,
            clock,
            logger,
            finishing
        );
    }

    /// <summary>
    /// Finds every partition's end and where it goes on. Those that the broker can't answer for are left to the timer, unless it knows
    /// none of the topics: then the names are wrong.
    /// </summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await watch.BeginAsync(cancellationToken);
        BoundsAnswer answer = await AskAsync(options.Archiver.Topics.Where(IsAskedFor), cancellationToken);
        unanswered.Begin(answer);
        if (await TakeAsync(answer, cancellationToken) is [var refused, ..])
            ExceptionDispatchInfo.Throw(refused);
        await AddFormerAsync(cancellationToken);
        if (options.Share)
            pump.Join(options.Archiver.Topics, FindResumeOffsetAsync);
    }

    public void Dispose() => adding.Dispose();

    /// <inheritdoc cref="LocalArchiver.RunAsync"/>
    public async Task<RunOutcome> RunAsync(CancellationToken stopping)
    {
        if (options.Share)
        {
            Log.ConsumingNothing(logger);
        }
        else
        {
            foreach (TopicPartition partition in known)
                Recover(partition);
        }

        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task catalog = CatchUpCatalogAsync(done.Token);
        var timer = Task.WhenAll(
            watch.RunAsync(topic => ChangeAsync(topic, done.Token), done.Token),
            new MinuteTimer(TickAsync, pump.Broker, clock, logger).RunAsync(done.Token),
            new MinuteTimer(MirrorAsync, pump.Broker, clock, logger).RunAsync(done.Token)
        );
        IEnumerable<PartitionShortfall> unread = [];
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
                await AddFormerAsync(stopping);
                // Former generations first: what they put aside may be the next one's.
                var ending = new EndOfRun(engine, clock);
                List<PartitionShortfall> holes = [.. await ending.SealAllAsync([.. known.Where(IsFormer)], options.CloseAtEnd, stopping)];
                holes.AddRange(await ending.SealAllAsync([.. known.Where(each => !IsFormer(each))], options.CloseAtEnd, stopping));
                unread = holes.Concat(ends.Values.SelectMany(end => end.Shortfalls)).Concat(unanswered.Shortfalls(pump.Unreadable));
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

        return Outcome(unread);
    }

    private RunOutcome Outcome(IEnumerable<PartitionShortfall> unread)
    {
        PartitionShortfall[] faulted =
        [
            .. known
                .Select(partition => (Partition: partition, engine.StateOf(EntityIds.Of(partition))?.Fault))
                .Where(each => each.Fault is not null)
                .Select(each => new PartitionShortfall(each.Partition, each.Fault!.Message)),
        ];
        IEnumerable<PartitionShortfall> left = pump
            .Positions.Left.Except(faulted.Select(fault => fault.Partition))
            .Select(partition => new PartitionShortfall(
                partition,
                "its log has become shorter than what was read of it, so that nothing more was: the topic was created again or has shrunk. An archiver that goes on running faults it within two minutes and says what to do."
            ));
        return new RunOutcome([
            .. faulted
                .Concat(left)
                .Concat(services.GetRequiredService<LossLog>().Shortfalls)
                .Concat(unread)
                .OrderBy(shortfall => shortfall.Partition),
        ]);
    }

    // Those whose start nobody has chosen are returned; a partition that can't be begun now is tried again by the timer.
    private async Task<IReadOnlyList<StartUnknownException>> AddPartitionsAsync(
        IEnumerable<LogBounds> bounds,
        CancellationToken cancellationToken
    )
    {
        await adding.WaitAsync(cancellationToken);
        try
        {
            return await AddAsync(
                [.. bounds.Select(bound => bound.Partition).Where(partition => !read.Contains(partition))],
                cancellationToken
            );
        }
        finally
        {
            adding.Release();
        }
    }

    private async Task<IReadOnlyList<StartUnknownException>> AddAsync(TopicPartition[] fresh, CancellationToken cancellationToken)
    {
        var begun = new ConcurrentQueue<TopicPartition>();
        var refused = new ConcurrentQueue<StartUnknownException>();
        await Parallel.ForEachAsync(
            fresh,
            new ParallelOptions { MaxDegreeOfParallelism = ResumesAtOnce, CancellationToken = cancellationToken },
            async (partition, token) =>
            {
                try
                {
                    // Also where the group decides who reads what: a partition that can't be begun is better said at the start.
                    long next = await sealer.FindResumeOffsetAsync(partition, token);
                    if (!options.Share)
                        pump.Add(partition, next);
                    begun.Enqueue(partition);
                }
                catch (StartUnknownException e)
                {
                    refused.Enqueue(e);
                }
                catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException)
                {
                    troubles.Unreadable(partition, e.Message);
                    unanswered.Add(partition, e.Message);
                }
            }
        );
        read.UnionWith(begun);
        known = known.Union(begun);
        return [.. refused];
    }

    private bool IsFormer(TopicPartition partition) => partition.Topic != watch[KafkaTopic.Of(partition.Topic)].ToString();

    // What the broker is asked about: what is read, and what it does not know, which a run that is to end does not wait for.
    private bool IsAskedFor(string topic) => watch.IsRead(topic) || watch.IsGone(topic);

    private async Task<BoundsAnswer> AskAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        string[] names = [.. topics.Select(topic => watch[topic].ToString())];
        BoundsAnswer answer = await log.AskBoundsAsync(names, cancellationToken);

        // At the start, where nothing is read yet, it ends the run.
        if (read.Count == 0 && answer.Bounds.Count == 0 && answer.Troubles is [{ Cause: UnknownTopicException unknown }, ..])
            ExceptionDispatchInfo.Throw(unknown);
        troubles.Heard(names, answer);
        foreach (string topic in options.Archiver.Topics.Where(topic => names.Contains(watch[topic].ToString()) && !HasEnd(topic)))
        {
            var end = new RunEnd(log, options.ExitAtEnd ? parts.HighWatermarks : null);
            await end.AddAsync([.. answer.Bounds.Where(bound => bound.Partition.Topic == watch[topic].ToString())], cancellationToken);
            ends = ends.SetItem(topic, end);
        }

        return answer;
    }

    // Of what was not answered for before, the ends belong to the run from now on.
    private async Task<IReadOnlyList<StartUnknownException>> TakeAsync(BoundsAnswer answer, CancellationToken cancellationToken)
    {
        foreach (LogBounds late in unanswered.Answered(answer))
            await ends[KafkaTopic.Of(late.Partition.Topic)].AddAsync([late], cancellationToken);
        return await AddPartitionsAsync(
            answer.Bounds.Where(bound => watch.IsRead(KafkaTopic.Of(bound.Partition.Topic))),
            cancellationToken
        );
    }

    // Generations that the brokers have no longer, as far as the archive or staging has anything of them.
    private async Task AddFormerAsync(CancellationToken cancellationToken)
    {
        GenerationRound round = services.GetRequiredService<GenerationRound>();
        foreach (string topic in options.Archiver.Topics)
        {
            known = known.Union(await round.FindFormerArchivedAsync(topic, cancellationToken));
            known = known.Union(await round.FindFormerStagedAsync(topic, cancellationToken));
            if (watch.IsStopped(topic))
                known = known.Union(await new ArchiveTopics(parts.Archive).PartitionsAsync(watch[topic].ToString(), cancellationToken));
        }
    }

    // A topic is read no longer, or again, or as another generation.
    private async Task ChangeAsync(string topic, CancellationToken cancellationToken)
    {
        // In doubt a group goes on: what it reads meanwhile is told by its time.
        if (!options.Share)
            pump.Drop(topic);
        await adding.WaitAsync(cancellationToken);
        read.RemoveWhere(partition => KafkaTopic.Of(partition.Topic) == topic);
        adding.Release();
        if (!watch.IsRead(topic))
            return;
        ends = ends.Remove(topic);
        unanswered.RemoveTopic(topic);
        try
        {
            if (options.Share)
                pump.Join(options.Archiver.Topics, FindResumeOffsetAsync);
            await TakeAsync(await AskAsync([topic], cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is UnknownTopicException or BrokerUnavailableException or StorageException)
        {
            Log.TickFailed(logger, e.Message); // the minute's tick adds its partitions
        }
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
        if (!options.Archiver.Topics.All(HasEnd) || !ends.Values.All(end => pump.HasReached(end.Bounds)))
            return false;
        if (options.Share)
        {
            // What others read counts once it is staged.
            foreach (
                LogBounds other in ends.Values.SelectMany(end => end.Bounds).ExceptBy(pump.Positions.Assigned, bounds => bounds.Partition)
            )
            {
                if (await sealer.FindResumeOffsetAsync(other.Partition, cancellationToken) < other.End)
                    return false;
            }
        }

        try
        {
            bool grown = false;
            foreach (RunEnd end in ends.Values)
                grown |= await end.GrowAsync(cancellationToken);
            return !grown;
        }
        catch (BrokerUnavailableException e)
        {
            pump.Broker.Away(e.Message);
            return false;
        }
    }

    // Of one that is stopped nothing more is asked for; its seal says why.
    private bool HasEnd(string topic) =>
        watch.IsStopped(topic) || (IsAskedFor(topic) && ends.TryGetValue(topic, out RunEnd? found) && found.IsOf(watch[topic]));

    private async Task TickAsync(CancellationToken stopping)
    {
        BoundsAnswer answer = await AskAsync(options.Archiver.Topics.Where(IsAskedFor), stopping);
        foreach (StartUnknownException refused in await TakeAsync(answer, stopping))
            troubles.Unreadable(refused.Partition, refused.Message);
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
