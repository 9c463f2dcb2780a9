using KafkaStore.Mirroring;
using KafkaStore.Reading.Chains;

namespace KafkaStore.Status;

/// <summary>What a process that archives has met itself, which stores and brokers alone don't tell.</summary>
public sealed record RunTroubles
{
    public static RunTroubles None { get; } = new();

    /// <summary>Why no broker answers; null while one does.</summary>
    public Holdup? Brokers { get; init; }

    /// <summary>Why what was read can't be staged, and is tried again; null where it can.</summary>
    public Holdup? Accepting { get; init; }

    /// <summary>By partition why its last file could not be written, which is tried again.</summary>
    public IReadOnlyDictionary<TopicPartition, string> Sealing { get; init; } = new Dictionary<TopicPartition, string>();

    /// <summary>Mirrors that could not be brought up to date.</summary>
    public IReadOnlyList<MirrorTrouble> Mirrors { get; init; } = [];

    /// <summary>What was missing when the chains were followed last.</summary>
    public IReadOnlyList<MissingObjects> Missing { get; init; } = [];
}

/// <summary>Something that is tried again and has not worked yet.</summary>
public sealed record Holdup(string Reason, DateTimeOffset Since);

/// <summary>Tells what the process has met.</summary>
public interface IRunTroubles
{
    public RunTroubles Now { get; }
}
