namespace KafkaStore.Reading.Heads;

/// <summary>Where the archive of one partition ends, and the hash that ties this end to all before it.</summary>
/// <param name="NextOffset">Past its last object, exclusive; where it begins, as long as it has no object.</param>
/// <param name="ChainHash">Of its last object; null where there is none, or one of the original tool, which has no hash.</param>
public sealed record PartitionHead(TopicPartition Partition, long NextOffset, Sha256Hash? ChainHash);
