using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Clients;

/// <param name="Leader">The id of the broker to be asked.</param>
internal readonly record struct LedPartition(TopicPartition Partition, int Leader);

/// <summary>An answer about bounds while the brokers are asked for its parts.</summary>
internal sealed class BoundsInMaking
{
    private readonly List<LogTrouble> troubles = [];

    /// <summary>The partitions that somebody leads.</summary>
    public List<LedPartition> Led { get; } = [];

    public Dictionary<TopicPartition, long> Starts { get; set; } = [];

    public Dictionary<TopicPartition, long> Ends { get; set; } = [];

    public void Trouble(TopicPartition partition, string what) =>
        Trouble(partition.Topic, partition.Partition, new BrokerUnavailableException($"{partition} can't be asked about: {what}."));

    public void Trouble(string topic, int? partition, Exception cause) => troubles.Add(new LogTrouble(topic, partition, cause));

    public BoundsAnswer Complete() =>
        new([.. Ends.Keys.Order().Select(partition => new LogBounds(partition, Starts[partition], Ends[partition]))], troubles);
}
