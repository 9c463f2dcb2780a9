using KafkaStore.Archiving;

namespace KafkaStore.Deciding;

/// <summary>Tells an entity of a fault that stands.</summary>
public sealed record FaultNotice(TopicPartition Partition, PartitionFault Fault);
