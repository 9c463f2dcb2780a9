using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Reading.Chains;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Status;

/// <summary>Where a partition stands. What nobody was asked about, or has no answer, is null.</summary>
/// <param name="Partition">Of a topic or a later generation of one.</param>
public sealed record PartitionStatus(TopicPartition Partition)
{
    /// <summary>Its last object; null where the archive has none of it.</summary>
    public ArchiveObject? Last { get; init; }

    /// <summary>Up to where it is archived, exclusive.</summary>
    public long? ArchivedNext => Last?.NextOffset;

    /// <summary>Up to where accepted records are staged, exclusive; null where none are.</summary>
    public long? StagedNext { get; init; }

    /// <summary>What the brokers have of it.</summary>
    public LogBounds? AtBroker { get; init; }

    /// <summary>Offsets that the brokers have and the archive has not.</summary>
    public long? Lag => AtBroker is { } bounds ? Math.Max(0, bounds.End - (ArchivedNext ?? bounds.Start)) : null;

    /// <summary>Noted as lost, ascending.</summary>
    public IReadOnlyList<OffsetRange> Lost { get; init; } = [];

    /// <summary>It stands until somebody clears it.</summary>
    public PartitionFault? Fault { get; init; }

    /// <summary>Why its archive can't be looked at.</summary>
    public string? Trouble { get; init; }

    /// <summary>Why its last file could not be written, where the process that archives was asked; it is tried again.</summary>
    public string? SealTrouble { get; init; }

    /// <summary>Gaps in its chain, as far as somebody has followed it, ascending.</summary>
    public IReadOnlyList<MissingObjects> Missing { get; init; } = [];

    /// <summary>Offsets that the archive has and the mirror that is furthest behind has not; null without mirrors that answer.</summary>
    public long? MirrorLag { get; init; }

    /// <summary>Whether somebody has to do something.</summary>
    public bool NeedsHelp => Fault is not null || Trouble is not null || SealTrouble is not null || Missing.Count > 0;
}
