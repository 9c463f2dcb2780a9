using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Pump;
using KafkaStore.LocalHost.Reloading;
using KafkaStore.Markers;
using KafkaStore.Naming;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing;

namespace KafkaStore.LocalHost;

/// <summary>
/// What a run reads: the partitions of its topics, as the generations that the brokers have; and up to where, should it end at the end.
/// The watch and the timer may change it beside each other.
/// </summary>
internal sealed class TopicsOfRun(
    LocalHostOptions options,
    ArchivedTopics topics,
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
    private readonly TopicEnds ends = new(services.GetRequiredService<IRecordLog>(), options.ExitAtEnd ? parts.HighWatermarks : null, pump);
    private readonly TopicFinder finder = new(topics, parts.TopicNames, watch, logger);
    private readonly SemaphoreSlim turn = new(1, 1); // of what changes which topics there are
    private readonly SemaphoreSlim adding = new(1, 1);
    private readonly HashSet<TopicPartition> read = []; // by whoever adds
    private ImmutableHashSet<TopicPartition> known = [];

    /// <summary>All partitions that it looks after, those of former generations too.</summary>
    public IReadOnlyCollection<TopicPartition> Known => known;

    /// <summary>What was not read to its end.</summary>
    public IEnumerable<PartitionShortfall> Shortfalls => ends.Shortfalls;

    /// <summary>Topics of which nothing is read now, and why.</summary>
    public IReadOnlyDictionary<string, string> NotRead =>
        topics
            .Select(topic => (Topic: topic, Why: watch.WhyNotRead(topic)))
            .Where(each => each.Why is not null)
            .ToDictionary(each => each.Topic, each => each.Why!);

    public void Dispose()
    {
        turn.Dispose();
        adding.Dispose();
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
        BoundsAnswer answer = await AskAsync(topics.Where(IsAskedFor), cancellationToken);
        ends.Begin(answer);
        if (await TakeAsync(answer, cancellationToken) is [var refused, ..])
            ExceptionDispatchInfo.Throw(refused);
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
            TopicPolicies policies = options.Archiver.Changing!;
            string[] coming = [.. selection.Names.Except(topics)];
            policies.Prepare(coming, choice);
            try
            {
                await new ComingTopics(watch, log, sealer, options.Archiver).ThrowIfNotToBeginAsync(coming, cancellationToken);
            }
            catch
            {
                policies.Withdraw();
                throw;
            }

            string[] before = [.. topics];
            bool changed = policies.Change(choice);
            topics.Change(selection);
            await LeaveAsync([.. before.Except(topics)], cancellationToken);
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
        // What is being added of the former generation is dropped too. In doubt a group goes on: what it reads meanwhile is told by
        // its time.
        await adding.WaitAsync(cancellationToken);
        if (!options.Share)
            pump.Drop(topic);
        read.RemoveWhere(partition => KafkaTopic.Of(partition.Topic) == topic);
        adding.Release();
        if (!watch.IsRead(topic))
            return;
        ends.Remove(topic);
        try
        {
            if (options.Share)
                pump.Join(topics, FindResumeOffsetAsync);
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
        foreach (string topic in topics)
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
        if (!topics.All(HasEnd) || !ends.AreReached)
            return false;
        if (options.Share)
        {
            // What others read counts once it is staged.
            foreach (LogBounds other in ends.Bounds.ExceptBy(pump.Positions.Assigned, bounds => bounds.Partition))
            {
                if (await sealer.FindResumeOffsetAsync(other.Partition, cancellationToken) < other.End)
                    return false;
            }
        }

        try
        {
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
        BoundsAnswer answer = await AskAsync(topics.Where(IsAskedFor), cancellationToken);
        foreach (StartUnknownException refused in await TakeAsync(answer, cancellationToken))
            troubles.Unreadable(refused.Partition, refused.Message);
        if (changed && options.Share)
            pump.Join(topics, FindResumeOffsetAsync);
    }

    // What is accepted of them stays staged.
    private async Task LeaveAsync(string[] left, CancellationToken cancellationToken)
    {
        await adding.WaitAsync(cancellationToken);
        foreach (string topic in left)
        {
            if (!options.Share)
                pump.Drop(topic);
            ends.Remove(topic);
        }

        read.RemoveWhere(IsOfLeft);
        known = known.Except(known.Where(IsOfLeft));
        adding.Release();

        bool IsOfLeft(TopicPartition partition) => left.Contains(KafkaTopic.Of(partition.Topic));
    }

    private Task<long> FindResumeOffsetAsync(TopicPartition partition) => sealer.FindResumeOffsetAsync(partition, CancellationToken.None);

    // Of one that is stopped nothing more is asked for; its seal says why.
    private bool HasEnd(string topic) => watch.IsStopped(topic) || (IsAskedFor(topic) && ends.Has(topic, watch[topic]));

    // Those whose start nobody has chosen are returned; a partition that can't be begun now is tried again by the timer.
    private async Task<IReadOnlyList<StartUnknownException>> AddPartitionsAsync(
        IEnumerable<LogBounds> bounds,
        CancellationToken cancellationToken
    )
    {
        await adding.WaitAsync(cancellationToken);
        try
        {
            return await AddAsync([.. bounds.Select(bound => bound.Partition).Where(IsToBeAdded)], cancellationToken);
        }
        finally
        {
            adding.Release();
        }
    }

    private bool IsToBeAdded(TopicPartition partition) =>
        !read.Contains(partition) && !IsFormer(partition) && topics.Contains(KafkaTopic.Of(partition.Topic));

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
                    ends.Miss(partition, e.Message);
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
        foreach (string topic in topics.Where(topic => names.Contains(watch[topic].ToString()) && !HasEnd(topic)))
        {
            await ends.SetAsync(
                topic,
                [.. answer.Bounds.Where(bound => bound.Partition.Topic == watch[topic].ToString())],
                cancellationToken
            );
        }

        return answer;
    }

    // Of what was not answered for before, the ends belong to the run from now on.
    private async Task<IReadOnlyList<StartUnknownException>> TakeAsync(BoundsAnswer answer, CancellationToken cancellationToken)
    {
        await ends.AddLateAsync(answer, cancellationToken);
        return await AddPartitionsAsync(
            answer.Bounds.Where(bound => watch.IsRead(KafkaTopic.Of(bound.Partition.Topic))),
            cancellationToken
        );
    }
}
