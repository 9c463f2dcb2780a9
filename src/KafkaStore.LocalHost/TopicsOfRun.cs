using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing;

namespace KafkaStore.LocalHost;

/// <summary>
/// What a run reads: the partitions of its topics, as the generations that the brokers have; and up to where, should it end at the end.
/// The watch and the timer may change it beside each other.
/// </summary>
internal sealed class TopicsOfRun(
    LocalHostOptions options,
    LocalHostParts parts,
    IServiceProvider services,
    KafkaPump pump,
    GenerationWatch watch,
    ILogger logger
) : IDisposable
{
    private const int ResumesAtOnce = 8;

    private readonly SegmentSealer sealer = services.GetRequiredService<SegmentSealer>();
    private readonly IRecordLog log = services.GetRequiredService<IRecordLog>();
    private readonly TroubleReport troubles = services.GetRequiredService<TroubleReport>();
    private readonly SemaphoreSlim adding = new(1, 1);
    private readonly HashSet<TopicPartition> read = []; // by whoever adds
    private readonly Unanswered unanswered = new();
    private ImmutableHashSet<TopicPartition> known = [];
    private ImmutableDictionary<string, RunEnd> ends = ImmutableDictionary<string, RunEnd>.Empty;

    /// <summary>All partitions that it looks after, those of former generations too.</summary>
    public IReadOnlyCollection<TopicPartition> Known => known;

    /// <summary>What was not read to its end.</summary>
    public IEnumerable<PartitionShortfall> Shortfalls =>
        ends.Values.SelectMany(end => end.Shortfalls).Concat(unanswered.Shortfalls(pump.Unreadable));

    public void Dispose() => adding.Dispose();

    /// <summary>Whether the brokers have its topic no longer.</summary>
    public bool IsFormer(TopicPartition partition) => partition.Topic != watch[KafkaTopic.Of(partition.Topic)].ToString();

    /// <summary>
    /// Finds every partition's end and where it goes on. Those that the broker can't answer for are left to the timer, unless it knows
    /// none of the topics: then the names are wrong.
    /// </summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        await watch.BeginAsync(cancellationToken);
        await FindAsync(cancellationToken);
        BoundsAnswer answer = await AskAsync(options.Archiver.Topics.Where(IsAskedFor), cancellationToken);
        unanswered.Begin(answer);
        if (await TakeAsync(answer, cancellationToken) is [var refused, ..])
            ExceptionDispatchInfo.Throw(refused);
        await AddFormerAsync(cancellationToken);
        if (options.Share && options.Archiver.Topics.Count > 0)
            pump.Join(options.Archiver.Topics, FindResumeOffsetAsync);
    }

    /// <summary>Adds what was added to the topics, and what could not be begun before.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        bool found = await FindAsync(cancellationToken);
        BoundsAnswer answer = await AskAsync(options.Archiver.Topics.Where(IsAskedFor), cancellationToken);
        foreach (StartUnknownException refused in await TakeAsync(answer, cancellationToken))
            troubles.Unreadable(refused.Partition, refused.Message);
        if (found && options.Share)
            pump.Join(options.Archiver.Topics, FindResumeOffsetAsync);
    }

    /// <summary>A topic is read no longer, or again, or as another generation.</summary>
    public async Task ChangeAsync(string topic, CancellationToken cancellationToken)
    {
        // What is being added of the former generation is dropped too. In doubt a group goes on: what it reads meanwhile is told by
        // its time.
        await adding.WaitAsync(cancellationToken);
        if (!options.Share)
            pump.Drop(topic);
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

    /// <summary>Looks after generations too that the brokers have no longer, as far as the archive or staging has anything of them.</summary>
    public async Task AddFormerAsync(CancellationToken cancellationToken)
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

    /// <summary>Whether all is read, or staged by others, that a run is to read which ends at the end.</summary>
    public async Task<bool> HasReachedEndsAsync(CancellationToken cancellationToken)
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

    // What patterns match that is not known yet; whether there is any.
    private async Task<bool> FindAsync(CancellationToken cancellationToken)
    {
        if (!options.Topics.HasPatterns || parts.TopicNames is null || options.Archiver.Topics is not FoundTopics topics)
            return false;
        string[] fresh =
        [
            .. (await parts.TopicNames.ListAsync(cancellationToken))
                .Where(options.Topics.Selects)
                .Except(topics)
                .Order(StringComparer.Ordinal),
        ];
        foreach (string topic in fresh)
        {
            await watch.AddAsync(topic, cancellationToken);
            topics.Add(topic);
            Log.TopicFound(logger, topic, options.Topics.ToString());
        }

        if (topics.Count == 0)
            Log.NoTopicFound(logger, options.Topics.ToString());
        return fresh.Length > 0;
    }

    private Task<long> FindResumeOffsetAsync(TopicPartition partition) => sealer.FindResumeOffsetAsync(partition, CancellationToken.None);

    // Of one that is stopped nothing more is asked for; its seal says why.
    private bool HasEnd(string topic) =>
        watch.IsStopped(topic) || (IsAskedFor(topic) && ends.TryGetValue(topic, out RunEnd? found) && found.IsOf(watch[topic]));

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
                [.. bounds.Select(bound => bound.Partition).Where(partition => !read.Contains(partition) && !IsFormer(partition))],
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

    // What the broker is asked about: what is read, and what it does not know, which a run that is to end does not wait for.
    private bool IsAskedFor(string topic) => watch.IsRead(topic) || watch.IsGone(topic);

    private async Task<BoundsAnswer> AskAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        string[] names = [.. topics.Select(topic => watch[topic].ToString())];
        if (names.Length == 0)
            return BoundsAnswer.Empty;
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
}
