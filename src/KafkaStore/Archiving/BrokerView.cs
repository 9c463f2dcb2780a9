using KafkaStore.Records;

namespace KafkaStore.Archiving;

/// <summary>What the timer saw of a partition at the broker.</summary>
/// <param name="Partition">Which partition.</param>
/// <param name="Start">Log start, inclusive.</param>
/// <param name="End">Read-committed end, exclusive.</param>
public sealed record BrokerView(TopicPartition Partition, long Start, long End);
