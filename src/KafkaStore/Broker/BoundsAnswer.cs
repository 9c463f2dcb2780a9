namespace KafkaStore.Broker;

/// <summary>What the broker says of topics, each partition for itself: one that it can't answer for holds up no other.</summary>
/// <param name="Bounds">Of the partitions that it answered for, in their order.</param>
/// <param name="Troubles">What it could not answer for.</param>
public sealed record BoundsAnswer(IReadOnlyList<LogBounds> Bounds, IReadOnlyList<LogTrouble> Troubles)
{
    /// <summary>Of no topic.</summary>
    public static BoundsAnswer Empty { get; } = new([], []);
}

/// <summary>A topic or a partition that the broker can't answer for at present; it is worth asking again.</summary>
/// <param name="Partition">Null where it is the whole topic.</param>
/// <param name="Cause">A <see cref="BrokerUnavailableException"/> or an <see cref="UnknownTopicException"/>.</param>
public sealed record LogTrouble(string Topic, int? Partition, Exception Cause)
{
    /// <summary>As messages name it.</summary>
    public string What => Partition is { } number ? $"{Topic}-{number}" : Topic;
}
