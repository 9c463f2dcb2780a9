namespace KafkaStore.Reading.Heads;

/// <summary>All ends of one topic, or of one generation of it.</summary>
/// <param name="Topic">As the archive calls it.</param>
/// <param name="Ids">Ids of Kafka's topics that it was noted to be, in ordinal order; empty where brokers give none.</param>
/// <param name="Partitions">By number.</param>
public sealed record TopicHeads(string Topic, IReadOnlyList<string> Ids, IReadOnlyList<PartitionHead> Partitions);
