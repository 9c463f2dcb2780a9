namespace KafkaStore.LocalHost.Looking;

/// <summary>Where a running archiver stands, by what it knows itself: nobody is asked for it.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Partitions">All that it looks after itself, ascending.</param>
public sealed record RunView(DateTimeOffset At, IReadOnlyList<PartitionView> Partitions)
{
    /// <summary>Null while brokers answer.</summary>
    public BrokerOutage? Outage { get; init; }

    /// <summary>Why what was read can't be staged and is tried again; null where it can.</summary>
    public string? Holdup { get; init; }

    /// <summary>Topics of which nothing is read, and why.</summary>
    public IReadOnlyDictionary<string, string> TopicsNotRead { get; init; } = new Dictionary<string, string>();
}
