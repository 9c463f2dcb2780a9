namespace KafkaStore.Scripted.Topics;

/// <summary>One incarnation of a topic: when it is recreated under its name, that is another object with another id.</summary>
public sealed class Topic
{
    private readonly List<BrokerPartition> partitions = [];
    private readonly ErrorScript errors;

    internal Topic(ScriptedBroker broker, string name, TopicConfig config)
    {
        Broker = broker;
        Name = name;
        Config = config;
        errors = new ErrorScript(broker.Gate);
    }

    public string Name { get; }

    /// <summary>Kafka's topic id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    public TopicConfig Config { get; }

    /// <summary>How many a CreateTopics request asked for; -1: as the broker likes.</summary>
    public int Replicas { get; internal set; } = 1;

    public IReadOnlyList<BrokerPartition> Partitions => partitions;

    public BrokerPartition this[int partition] => partitions[partition];

    internal ScriptedBroker Broker { get; }

    /// <summary>Metadata of this topic and other requests that name topics fail from now on.</summary>
    /// <param name="times">How often; default: until <see cref="Heal"/>.</param>
    public void Fail(Api api, KafkaError error, int times = int.MaxValue) => errors.Add(api, error, times);

    /// <summary>Nothing of the topic fails any more, its partitions neither. Partitions without a leader stay so.</summary>
    public void Heal()
    {
        errors.Clear();
        foreach (BrokerPartition partition in partitions)
            partition.Heal();
    }

    /// <summary>Adds partitions, as CreatePartitions does.</summary>
    public void Grow(int partitionCount) =>
        Broker.Reshape(() =>
        {
            while (partitions.Count < partitionCount)
                Add(new Log.MemoryLog(), 0);
        });

    /// <summary>Deletes now what <c>retention.ms</c> lets a broker delete: batches from the oldest on whose newest record is older.</summary>
    public void ApplyRetention()
    {
        if (Config.Retention is not { } retention)
            return;
        long keptFrom = (Broker.Time.GetUtcNow() - retention).ToUnixTimeMilliseconds();
        foreach (BrokerPartition partition in partitions)
            partition.DeleteRecordsOlderThan(keptFrom);
    }

    internal KafkaError TakeError(Api api) => errors.Take(api);

    internal void Add(Log.PartitionLog log, int leaderEpoch) =>
        partitions.Add(new BrokerPartition(this, partitions.Count, log, leaderEpoch, 1 + (partitions.Count % Broker.Nodes.Count)));
}
