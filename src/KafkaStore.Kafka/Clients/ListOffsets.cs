namespace KafkaStore.Kafka.Clients;

/// <summary>
/// The timestamps to which Kafka's ListOffsets request gives a meaning of their own; <c>OffsetsForTimes</c> passes them on.
/// The request carries the consumer's isolation level.
/// </summary>
internal static class ListOffsets
{
    /// <summary>The log start.</summary>
    public static Timestamp Earliest { get; } = new(-2, TimestampType.CreateTime);

    /// <summary>The end; for a read-committed consumer the last stable offset.</summary>
    public static Timestamp Latest { get; } = new(-1, TimestampType.CreateTime);
}
