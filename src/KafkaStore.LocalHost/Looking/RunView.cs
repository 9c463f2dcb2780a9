using KafkaStore.Reading.Chains;
using KafkaStore.Status;

namespace KafkaStore.LocalHost.Looking;

/// <summary>Where a running archiver stands, by what it knows itself: nobody is asked for it.</summary>
/// <param name="At">When it was looked at.</param>
/// <param name="Partitions">All that it looks after itself, ascending.</param>
public sealed record RunView(DateTimeOffset At, IReadOnlyList<PartitionView> Partitions)
{
    /// <summary>How long ago something was; zero where clocks disagree.</summary>
    public TimeSpan Since(DateTimeOffset then) => At > then ? At - then : TimeSpan.Zero;

    /// <summary>Null while brokers answer.</summary>
    public BrokerOutage? Outage { get; init; }

    /// <summary>Why what was read can't be staged and is tried again; null where it can.</summary>
    public Holdup? Holdup { get; init; }

    /// <summary>Mirrors that could not be brought up to date.</summary>
    public IReadOnlyList<MirrorView> Mirrors { get; init; } = [];

    /// <summary>What was missing when the chains of objects were followed last.</summary>
    public IReadOnlyList<MissingObjects> Missing { get; init; } = [];

    /// <summary>Topics that were deleted and created again in this run.</summary>
    public IReadOnlyList<Recreation> Recreations { get; init; } = [];

    /// <summary>Topics of which nothing is read, and why.</summary>
    public IReadOnlyDictionary<string, string> TopicsNotRead { get; init; } = new Dictionary<string, string>();
}
