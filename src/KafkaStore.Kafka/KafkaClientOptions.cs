using KafkaStore.Storage;

namespace KafkaStore.Kafka;

/// <summary>Where the brokers are and as whom to speak to them; the same for reading and writing.</summary>
/// <param name="Brokers">List of <c>HOST:PORT</c>, commas between.</param>
/// <param name="ConsumerGroup">
/// Under which the local host's record source commits. Range readers carry it too, because a cluster may grant its use to
/// nobody else, but neither join it nor commit.
/// </param>
public sealed record KafkaClientOptions(string Brokers, string ConsumerGroup)
{
    /// <summary>
    /// Further librdkafka properties (<c>security.protocol</c>, <c>sasl.username</c>, …), applied last and so stronger than
    /// ours. Default: none. <see cref="KafkaCluster.ThrowIfNoClient"/> says which can't be used: a name that librdkafka does not
    /// know, a value that it refuses, what decides about what is read and committed.
    /// </summary>
    public IReadOnlyDictionary<string, Secret> Properties { get; init; } = new Dictionary<string, Secret>();

    /// <summary>What texts call the choices that they tell people to make. Default: plain words.</summary>
    public OptionNames Names { get; init; } = OptionNames.InWords;

    /// <summary>How long one question to the brokers may take. Default 10 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a cursor waits for a record, an end or an error before it says that nothing came. Default 10 s.</summary>
    public TimeSpan CursorPatience { get; init; } = TimeSpan.FromSeconds(10);
}
