namespace KafkaStore.Scripted.Topics;

/// <summary>A partition and what a script does to it: its leader and its errors here, its records in the other part.</summary>
public sealed partial class BrokerPartition
{
    /// <summary>The leader's id while there is none.</summary>
    public const int NoLeader = -1;

    private readonly ErrorScript errors;

    internal BrokerPartition(Topic topic, int index, PartitionLog log, int leaderEpoch, int leader)
    {
        Topic = topic;
        Index = index;
        Log = log;
        Leader = leader;
        Epochs = new EpochHistory(leaderEpoch);
        errors = new ErrorScript(topic.Broker.Gate);
    }

    public Topic Topic { get; }

    public int Index { get; }

    /// <summary>The id of the node that serves it, or <see cref="NoLeader"/>.</summary>
    public int Leader { get; private set; }

    public int LeaderEpoch => Epochs.Current;

    internal PartitionLog Log { get; }

    internal EpochHistory Epochs { get; }

    internal ProducerSequences Producers { get; } = new();

    /// <summary>Requests about this partition fail from now on.</summary>
    /// <param name="times">How often; default: until <see cref="Heal"/>.</param>
    public void Fail(Api api, KafkaError error, int times = int.MaxValue) => errors.Add(api, error, times);

    /// <summary>Takes back every <see cref="Fail"/>.</summary>
    public void Heal() => errors.Clear();

    /// <summary>It has no leader: Metadata says LEADER_NOT_AVAILABLE, and every node that it is not its leader.</summary>
    public void LoseLeader() => Topic.Broker.Reshape(() => Leader = NoLeader);

    /// <summary>A node leads it from now on, in a new epoch.</summary>
    /// <param name="epoch">Default: the next one.</param>
    /// <param name="truncatedTo">The new leader lacks what lies from here on, as after an unclean election. Default: it has all.</param>
    public void Elect(BrokerNode node, int? epoch = null, long? truncatedTo = null) =>
        Topic.Broker.Reshape(() =>
        {
            if (truncatedTo is { } end)
                Own.TruncateTo(end);
            Leader = node.Id;
            Epochs.Begin(epoch ?? LeaderEpoch + 1, Log.End);
        });

    public override string ToString() => $"{Topic.Name}-{Index}";

    internal KafkaError TakeError(Api api) => errors.Take(api);
}
