using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Reloading;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing;

namespace KafkaStore.LocalHost.Topics;

/// <summary>
/// What a run reads: the partitions of its topics, as the generations that the brokers have; and up to where, should it end at the end.
/// The watch and the timer may change it beside each other.
/// </summary>
internal sealed class TopicsOfRun : IDisposable
{
    private readonly LocalHostOptions options;
    private readonly ArchivedTopics topics;
    private readonly LocalHostParts parts;
    private readonly IServiceProvider services;
    private readonly KafkaPump pump;
    private readonly GenerationWatch watch;
    private readonly ILogger logger;
    private readonly SegmentSealer sealer;
    private readonly IRecordLog log;
    private readonly TopicEnds ends;
    private readonly TopicFinder finder;
    private readonly PartitionsOfRun partitions;
    private readonly PartitionDiscovery discovery;
    private readonly SemaphoreSlim turn = new(1, 1); // of what changes which topics there are

    public TopicsOfRun(
        LocalHostOptions options,
        ArchivedTopics topics,
        LocalHostParts parts,
        IServiceProvider services,
        KafkaPump pump,
        GenerationWatch watch,
        ILogger logger
    )
    {
        this.options = options;
        this.topics = topics;
        this.parts = parts;
        this.services = services;
        this.pump = pump;
        this.watch = watch;
        this.logger = logger;
        sealer = services.GetRequiredService<SegmentSealer>();
        log = services.GetRequiredService<IRecordLog>();
        TroubleReport troubles = services.GetRequiredService<TroubleReport>();
        ends = new TopicEnds(log, options.ExitAtEnd ? parts.HighWatermarks : null, pump);
        finder = new TopicFinder(topics, parts.TopicNames, watch, logger);
        partitions = new PartitionsOfRun(
            options.Share,
            pump,
            sealer,
            ends,
            troubles,
            partition => !IsFormer(partition) && topics.Contains(KafkaTopic.Of(partition.Topic))
        );
        discovery = new PartitionDiscovery(topics, watch, log, ends, partitions, troubles);
    }

    /// <summary>All partitions that it looks after, those of former generations too.</summary>
    public IReadOnlyCollection<TopicPartition> Known => partitions.Known;

    /// <summary>What was not read to its end, as far as it is known why.</summary>
    public IEnumerable<PartitionShortfall> Shortfalls => ends.Shortfalls;

    /// <summary>Up to where the run reads that ends at the end.</summary>
    public IEnumerable<LogBounds> Ends => ends.Bounds;

    /// <summary>Topics of which nothing is read now, and why.</summary>
    public IReadOnlyDictionary<string, string> NotRead =>
        topics
            .Select(topic => (Topic: topic, Why: watch.WhyNotRead(topic)))
            .Where(each => each.Why is not null)
            .ToDictionary(each => each.Topic, each => each.Why!);

    public void Dispose()
    {
        turn.Dispose();
        partitions.Dispose();
    }

    /// <summary>Whether the brokers have its topic no longer.</summary>
    public bool IsFormer(TopicPartition partition) => partition.Topic != watch[KafkaTopic.Of(partition.Topic)].ToString();

    /// <summary>
    /// Finds every partition's end and where it goes on. Those that the broker can't answer for are left to the timer, unless it knows
    /// none of the topics: then the names are wrong.
    /// </summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await watch.BeginAsync(cancellationToken);
        await finder.FindAsync(cancellationToken);
        await discovery.BeginAsync(cancellationToken);
        await AddFormerAsync(cancellationToken);
        if (options.Share && topics.Count > 0)
            pump.Join(topics, FindResumeOffsetAsync);
    }

    /// <summary>Adds what was added to the topics, and what could not be begun before.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await RefreshAsync(changed: false, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes up other topics and policies: all of it or, where a topic that is named can't be begun, nothing.</summary>
    /// <exception cref="ReloadRefusedException">Nothing is changed.</exception>
    public async Task<ReloadChanges> ReloadAsync(TopicSelection selection, PolicyChoice choice, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            string[] coming = [.. selection.Names.Except(topics)];
            await new ComingTopics(watch, log, sealer, options.Archiver).ThrowIfNotToBeginAsync(coming, choice, cancellationToken);
            string[] before = [.. topics];
            bool changed = options.Archiver.Changing!.Change(choice);
            topics.Change(selection);
            await partitions.LeaveAsync([.. before.Except(topics)], cancellationToken);
            try
            {
                await RefreshAsync(changed: true, cancellationToken);
            }
            catch (Exception e) when (e is UnknownTopicException or BrokerUnavailableException or StorageException)
            {
                Log.TickFailed(logger, e.Message); // the minute's tick goes on with it
            }

            return new ReloadChanges([.. topics.Except(before)], [.. before.Except(topics)], changed);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A topic is read no longer, or again, or as another generation.</summary>
    public async Task ChangeAsync(string topic, CancellationToken cancellationToken)
    {
        if (!topics.Contains(topic))
            return; // left meanwhile
        await partitions.DropAsync(topic, cancellationToken);
        if (!watch.IsRead(topic))
            return;
        ends.Remove(topic);
        try
        {
            if (options.Share)
                pump.Join(topics, FindResumeOffsetAsync);
            await discovery.RefreshAsync([topic], cancellationToken);
        }
        catch (Exception e) when (e is UnknownTopicException or BrokerUnavailableException or StorageException)
        {
            Log.TickFailed(logger, e.Message); // the minute's tick adds its partitions
        }
    }

    /// <summary>Looks after generations too that the brokers have no longer, as far as the archive or staging has anything of them.</summary>
    public async Task AddFormerAsync(CancellationToken cancellationToken)
    {
        GenerationRound round = services.GetRequiredService<GenerationRound>();
        foreach (string topic in topics)
        {
            partitions.Keep(await round.FindFormerArchivedAsync(topic, cancellationToken));
            partitions.Keep(await round.FindFormerStagedAsync(topic, cancellationToken));
            if (watch.IsStopped(topic))
                partitions.Keep(await new ArchiveTopics(parts.Archive).PartitionsAsync(watch[topic].ToString(), cancellationToken));
        }
    }

    /// <summary>Whether all is read, or staged by others, that a run is to read which ends at the end.</summary>
    public async Task<bool> HasReachedEndsAsync(CancellationToken cancellationToken)
    {
        if (!discovery.HasAllEnds)
            return false;
        LogBounds[] awaited = [.. ends.Awaited.Where(end => watch.IsRead(KafkaTopic.Of(end.Partition.Topic)))];
        TopicPartition[] others = options.Share ? [.. awaited.Select(end => end.Partition).Except(pump.Positions.Assigned)] : [];
        if (!pump.HasReached(awaited.ExceptBy(others, end => end.Partition)))
            return false;
        try
        {
            // What others read counts once it is staged.
            foreach (LogBounds other in awaited.IntersectBy(others, end => end.Partition))
            {
                if (await sealer.FindResumeOffsetAsync(other.Partition, cancellationToken) < other.End)
                    return false;
            }

            return !await ends.GrowAsync(cancellationToken);
        }
        catch (BrokerUnavailableException e)
        {
            pump.Broker.Away(e.Message);
            return false;
        }
    }

    private async Task RefreshAsync(bool changed, CancellationToken cancellationToken)
    {
        changed |= await finder.FindAsync(cancellationToken);
        await discovery.RefreshAsync(cancellationToken);
        if (changed && options.Share)
            pump.Join(topics, FindResumeOffsetAsync);
    }

    private Task<long> FindResumeOffsetAsync(TopicPartition partition) => sealer.FindResumeOffsetAsync(partition, CancellationToken.None);
}
