namespace KafkaStore.Restoring.Targets;

/// <summary>What a topic's settings are, by Kafka's names; of a cluster's defaults also what its brokers take at most.</summary>
/// <param name="Values">Empty where the cluster does not tell them.</param>
public sealed record TopicSettings(IReadOnlyDictionary<string, string> Values)
{
    public const string CleanupPolicy = "cleanup.policy";
    public const string MaxMessageBytes = "max.message.bytes";
    public const string SegmentBytes = "segment.bytes";
    public const string RetentionTime = "retention.ms";
    public const string RetentionBytes = "retention.bytes";
    public const string TimestampType = "message.timestamp.type";
    public const string TimestampBefore = "message.timestamp.before.max.ms";
    public const string TimestampAfter = "message.timestamp.after.max.ms";

    /// <summary>Both of the two above, up to Kafka 3.</summary>
    public const string TimestampDifference = "message.timestamp.difference.max.ms";

    /// <summary>Not a topic's: what a broker takes as one request.</summary>
    public const string RequestBytes = "socket.request.max.bytes";

    /// <summary>Of a topic whose settings are not known.</summary>
    public static TopicSettings Unknown { get; } = new(new Dictionary<string, string>());

    public bool AreKnown => Values.Count > 0;

    public string? Text(string name) => Values.GetValueOrDefault(name);

    /// <summary>Null where it is not known, or no number.</summary>
    public long? Number(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>Whether <c>cleanup.policy</c> names this one.</summary>
    public bool Cleans(string policy) =>
        Text(CleanupPolicy)?.Split(',', StringSplitOptions.TrimEntries).Contains(policy, StringComparer.Ordinal) == true;

    /// <summary>A batch of more bytes is refused: the smallest of what is known; null where nothing is.</summary>
    public long? MostBytes => new[] { Number(MaxMessageBytes), Number(SegmentBytes), Number(RequestBytes) - BatchBytes.OfRequest }.Min();
}
