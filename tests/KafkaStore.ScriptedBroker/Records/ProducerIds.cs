namespace KafkaStore.Scripted.Records;

/// <summary>The transaction coordinator: who has which producer id, and where each transaction wrote.</summary>
internal sealed class ProducerIds
{
    private readonly Dictionary<string, Transactional> transactional = [];
    private long last = 1000;

    public long NextId() => Interlocked.Increment(ref last);

    /// <summary>A transactional id's next epoch; what its former one left open is aborted.</summary>
    public (long Id, short Epoch) Begin(string? transactionalId)
    {
        if (transactionalId is null)
            return (NextId(), 0);
        if (!transactional.TryGetValue(transactionalId, out Transactional? producer))
            transactional.Add(transactionalId, producer = new Transactional(NextId()));
        producer.Epoch++;
        End(producer, commits: false);
        return (producer.Id, producer.Epoch);
    }

    public KafkaError Check(string transactionalId, long id, short epoch)
    {
        if (!transactional.TryGetValue(transactionalId, out Transactional? producer) || producer.Id != id)
            return KafkaError.InvalidProducerIdMapping;
        return producer.Epoch == epoch ? KafkaError.None : KafkaError.ProducerFenced;
    }

    public void Add(string transactionalId, BrokerPartition partition) => transactional[transactionalId].Partitions.Add(partition);

    public void End(string transactionalId, bool commits) => End(transactional[transactionalId], commits);

    private static void End(Transactional producer, bool commits)
    {
        foreach (BrokerPartition partition in producer.Partitions)
            partition.AppendBatch(ControlBatch.Write(commits, producer.Id, producer.Epoch, partition.Topic.Broker.Now));
        producer.Partitions.Clear();
    }

    private sealed class Transactional(long id)
    {
        public long Id => id;

        public short Epoch { get; set; } = -1;

        public HashSet<BrokerPartition> Partitions { get; } = [];
    }
}
