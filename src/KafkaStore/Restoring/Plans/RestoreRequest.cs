using KafkaStore.Reading.Objects;

namespace KafkaStore.Restoring.Plans;

/// <summary>What is to be put back where, as it was asked for.</summary>
/// <param name="Store">The archive, as a person names it.</param>
/// <param name="Brokers">The target cluster.</param>
public sealed record RestoreRequest(string Store, string Brokers)
{
    /// <summary>Default: none, which means all that the archive has.</summary>
    public IReadOnlyCollection<string> Topics { get; init; } = [];

    /// <summary>Of every topic. Default: none, which means all that the archive has.</summary>
    public IReadOnlyCollection<int> Partitions { get; init; } = [];

    /// <summary>Of every partition; its own partition means nothing. Default: everything.</summary>
    public RecordRange Range { get; init; } = new(default(TopicPartition));

    /// <summary>Archived topic to target topic. Default: none; a topic that is not in it keeps its name.</summary>
    public IReadOnlyDictionary<string, string> TopicMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether target partitions may have records already. Default: no.</summary>
    public bool Append { get; init; }

    /// <summary>Where the offset map is written; null for none.</summary>
    public string? OffsetMap { get; init; }

    /// <summary>Where records of an archived partition go.</summary>
    public TopicPartition TargetOf(TopicPartition source) => source with { Topic = TopicMap.GetValueOrDefault(source.Topic, source.Topic) };

    /// <summary>Tells requests apart: the same restore has the same, in whatever order its options were given.</summary>
    public Sha256Hash Fingerprint()
    {
        var text = new StringBuilder("kafka-store restore 1\n");
        text.Append("store ").Append(Store).Append("\nbrokers ").Append(Brokers).Append('\n');
        foreach (string topic in Topics.Order(StringComparer.Ordinal))
            text.Append("topic ").Append(topic).Append('\n');
        foreach (int partition in Partitions.Order())
            text.Append(CultureInfo.InvariantCulture, $"partition {partition}\n");
        text.Append(CultureInfo.InvariantCulture, $"range {Range.FromOffset} {Range.ToOffset} {Range.FromTime} {Range.ToTime}\n");
        foreach ((string from, string to) in TopicMap.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append("map ").Append(from).Append(' ').Append(to).Append('\n');
        text.Append("offset map ").Append(OffsetMap).Append('\n');
        return Sha256Hash.Of(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
