namespace KafkaStore.Simulation.Broker;

/// <summary>The brokers' side: every incarnation that the topic ever had, and which it has now, or had a moment ago.</summary>
internal sealed class SimulatedLog(VirtualClock clock)
{
    private readonly List<(long Since, SimulatedTopic? Topic)> history = [];

    public List<SimulatedTopic> Topics { get; } = [];

    /// <summary>Null while it is deleted.</summary>
    public SimulatedTopic? Current { get; private set; }

    public bool Away { get; set; }

    /// <summary>Of all incarnations.</summary>
    public IEnumerable<SimulatedPartition> AllPartitions => Topics.SelectMany(topic => topic.Partitions.Values);

    public SimulatedTopic Create()
    {
        Current = new SimulatedTopic(Topics.Count);
        Topics.Add(Current);
        history.Add((clock.Now, Current));
        return Current;
    }

    public void Delete()
    {
        Current = null;
        history.Add((clock.Now, null));
    }

    /// <summary>What a broker gives that learns of everything so long afterwards.</summary>
    public SimulatedTopic? SeenWithLag(long milliseconds)
    {
        SimulatedTopic? seen = history[0].Topic;
        foreach ((long since, SimulatedTopic? topic) in history)
        {
            if (since <= clock.Now - milliseconds)
                seen = topic;
        }

        return seen;
    }

    public SimulatedTopic? Find(TopicGeneration generation) => Topics.Find(topic => topic.Generation == generation);

    /// <param name="partition">Under the name of a generation.</param>
    public SimulatedPartition? Find(TopicPartition partition) =>
        TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation)
        && Find(generation) is { } topic
        && topic.Partitions.TryGetValue(partition.Partition, out SimulatedPartition? found)
            ? found
            : null;
}
