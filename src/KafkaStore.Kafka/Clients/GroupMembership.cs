using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <summary>
/// What a consumer group gives and takes away, as items in the order in which it happened. The client tells it on the
/// thread that consumes, so nothing of a revoked partition can come after its <see cref="LogItemKind.Revoked"/>.
/// </summary>
internal sealed class GroupMembership(SourcePositions positions, ILogger logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Queue<SourceItem> events = new();
    private volatile bool closing;
    private Func<TopicPartition, Task<long>>? resume;

    public void Join(Func<TopicPartition, Task<long>> resume) => this.resume = resume;

    /// <summary>Ends a look-up of positions that a store keeps waiting.</summary>
    public void Close() => closing = true;

    public IEnumerable<TopicPartitionOffset> Assigned(IEnumerable<Confluent.Kafka.TopicPartition> partitions)
    {
        var assigned = new List<TopicPartitionOffset>();
        if (closing)
            return assigned; // given on the way out: nothing of it will be read
        foreach (Confluent.Kafka.TopicPartition given in partitions)
        {
            TopicPartition partition = Domain(given);
            long next = FindResumeOffset(partition);
            positions.Add(partition, next);
            events.Enqueue(new SourceItem(partition, new LogItem(LogItemKind.Assigned, next, null)));
            assigned.Add(new TopicPartitionOffset(given, next));
        }

        return assigned;
    }

    public void Revoked(IEnumerable<Confluent.Kafka.TopicPartition> partitions)
    {
        foreach (TopicPartition partition in partitions.Select(Domain))
        {
            positions.Remove(partition);
            events.Enqueue(new SourceItem(partition, new LogItem(LogItemKind.Revoked, 0, null)));
        }
    }

    public bool TryTake(out SourceItem item) => events.TryDequeue(out item);

    // Nothing can be archived while the store does not say where to go on; a group that tires of waiting gives the
    // partition to somebody else. The client wants its answer before the call returns, so that its thread waits here.
    private long FindResumeOffset(TopicPartition partition)
    {
        while (true)
        {
            try
            {
                return Task.Run(() => resume!(partition)).GetAwaiter().GetResult();
            }
            catch (Exception failure) when (failure is Storage.StorageException or BrokerUnavailableException)
            {
                Log.ResumeFailed(logger, partition.ToString(), failure.Message);
                Thread.Sleep(RetryAfter);
                if (closing)
                    throw;
            }
        }
    }

    private static TopicPartition Domain(Confluent.Kafka.TopicPartition partition) => new(partition.Topic, partition.Partition.Value);
}
