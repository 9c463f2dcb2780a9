namespace KafkaStore.LocalHost.Looking;

/// <summary>Where a partition of a running archiver stands.</summary>
/// <param name="State">What its entity remembers; null where it has not been told anything yet.</param>
/// <param name="End">End of its log, exclusive, as the last fetch saw it; null where nothing was fetched.</param>
/// <param name="NotRead">Why nothing is read of it now; null where it is.</param>
/// <param name="IsFormer">Whether the brokers have another topic of that name now, or none.</param>
public sealed record PartitionView(TopicPartition Partition, PartitionState? State, long? End, string? NotRead, bool IsFormer);
