namespace KafkaStore.Reading.Heads;

/// <summary>What there is in an archive, whatever is in it.</summary>
/// <param name="Ids">By topic or generation that there is an object or a marker of: ids of Kafka's topics that it was noted to be.</param>
/// <param name="WithObjects">Partitions that have one.</param>
/// <param name="Starts">Where partitions begin, by the start markers.</param>
public sealed record KnownArchive(
    IReadOnlyDictionary<string, IReadOnlyCollection<string>> Ids,
    IReadOnlyCollection<TopicPartition> WithObjects,
    IReadOnlyDictionary<TopicPartition, long> Starts
);
