using System.Collections.Concurrent;
using System.Collections.Immutable;
using KafkaStore.Functions.Faults;
using KafkaStore.Generations;
using KafkaStore.LocalHost.Ending;
using KafkaStore.LocalHost.Pump;
using KafkaStore.Markers;
using KafkaStore.Sealing;

namespace KafkaStore.LocalHost.Topics;

/// <summary>The partitions that a run looks after and, unless a group decides that, reads. They may come and go beside each other.</summary>
/// <param name="isShared">Whether a group decides who reads what.</param>
/// <param name="isWanted">Whether a partition is one of a topic that is read, as the generation that the brokers have.</param>
internal sealed class PartitionsOfRun(
    bool isShared,
    KafkaPump pump,
    SegmentSealer sealer,
    TopicEnds ends,
    TroubleReport troubles,
    Func<TopicPartition, bool> isWanted
) : IDisposable
{
    private const int ResumesAtOnce = 8;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly HashSet<TopicPartition> begun = []; // by whoever has the turn
    private ImmutableHashSet<TopicPartition> known = [];

    /// <summary>All, those of former generations too.</summary>
    public IReadOnlyCollection<TopicPartition> Known => known;

    /// <summary>Whether none could be begun so far.</summary>
    public bool AreNoneBegun => begun.Count == 0;

    public void Dispose() => turn.Dispose();

    /// <summary>Looks after these too, and reads nothing of them.</summary>
    public void Keep(IEnumerable<TopicPartition> former) => known = known.Union(former);

    /// <summary>
    /// Begins those that are wanted and are not begun. Those whose start nobody has chosen are returned; one that can't be begun now is
    /// reported, and tried again by whoever asks again.
    /// </summary>
    public async Task<IReadOnlyList<StartUnknownException>> AddAsync(
        IEnumerable<TopicPartition> partitions,
        CancellationToken cancellationToken
    )
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await BeginAsync([.. partitions.Where(each => !begun.Contains(each) && isWanted(each))], cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// A topic is another generation, or gone: what is being added of the former one is dropped too. In doubt a group goes on, since
    /// what it reads meanwhile is told by its time.
    /// </summary>
    public async Task DropAsync(string topic, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            Forget(topic);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Topics are archived no longer; what is accepted of them stays staged.</summary>
    public async Task LeaveAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            foreach (string topic in topics)
            {
                Forget(topic);
                ends.Remove(topic);
            }

            known = known.Except(known.Where(partition => topics.Contains(KafkaTopic.Of(partition.Topic))));
        }
        finally
        {
            turn.Release();
        }
    }

    private void Forget(string topic)
    {
        if (!isShared)
            pump.Drop(topic);
        begun.RemoveWhere(partition => KafkaTopic.Of(partition.Topic) == topic);
    }

    private async Task<IReadOnlyList<StartUnknownException>> BeginAsync(TopicPartition[] fresh, CancellationToken cancellationToken)
    {
        var added = new ConcurrentQueue<TopicPartition>();
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
                    if (!isShared)
                        pump.Add(partition, next);
                    added.Enqueue(partition);
                }
                catch (StartUnknownException e)
                {
                    refused.Enqueue(e);
                    ends.Miss(partition, e.Message);
                }
                catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException)
                {
                    troubles.Unreadable(partition, e.Message);
                    ends.Miss(partition, e.Message);
                }
            }
        );
        begun.UnionWith(added);
        known = known.Union(added);
        return [.. refused];
    }
}
