namespace KafkaStore.Scripted.Topics;

/// <summary>A script's transaction in one partition.</summary>
public sealed class Transaction
{
    private readonly BrokerPartition partition;
    private int sequence;

    internal Transaction(BrokerPartition partition, long producerId)
    {
        this.partition = partition;
        ProducerId = producerId;
        FirstOffset = partition.End;
    }

    public long ProducerId { get; }

    public long FirstOffset { get; }

    public long Append(params IReadOnlyList<LogRecord> records)
    {
        long at = partition.AppendBatch(records, new BatchProducer(ProducerId, 0, sequence), BatchAttributes.Transactional);
        sequence += records.Count;
        return at;
    }

    /// <returns>The marker's offset.</returns>
    public long Commit() => End(commits: true);

    /// <returns>The marker's offset.</returns>
    public long Abort() => End(commits: false);

    private long End(bool commits) => partition.AppendBatch(ControlBatch.Write(commits, ProducerId, 0, partition.Topic.Broker.Now));
}
