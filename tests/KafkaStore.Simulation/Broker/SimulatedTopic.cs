namespace KafkaStore.Simulation.Broker;

/// <summary>One incarnation of the topic: its id, its partitions, and as which generation the archive has it.</summary>
/// <param name="number">From 0 on; part of its id.</param>
internal sealed class SimulatedTopic(int number)
{
    public const string Name = "t";

    public int Number => number;

    public IdentityAnswer.Known Id { get; } = new(new TopicId(number + 1, 7), "cluster");

    /// <summary>By their numbers.</summary>
    public SortedDictionary<int, SimulatedPartition> Partitions { get; } = [];

    /// <summary>Null while no marker says so.</summary>
    public TopicGeneration? Generation { get; private set; } = number == 0 ? TopicGeneration.First(Name) : null;

    /// <summary>When the broker last had it, as the marker of the next generation says; that marker is there.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>Another generation took its place.</summary>
    public bool IsFormer { get; private set; }

    public SimulatedPartition Add(int partition, long firstOffset) =>
        Partitions[partition] = new SimulatedPartition(this, partition, firstOffset);

    public void Noted(TopicGeneration generation)
    {
        Generation = generation;
        foreach (SimulatedPartition partition in Partitions.Values)
            partition.Start = 0;
    }

    public void Replaced(DateTimeOffset? seenAt) => (IsFormer, SeenAt) = (true, seenAt);
}
