using System.Text.Json.Serialization;
using KafkaStore.Archiving;

namespace KafkaStore.Deciding;

/// <summary>What a run of sealing found and did; the exact figures that replace an entity's estimates.</summary>
public sealed record SealOutcome(TopicPartition Partition, string Attempt)
{
    /// <summary>Null when the run failed before it knew.</summary>
    public long? Checkpoint { get; init; }

    /// <summary>Base offset of the last object; null without one.</summary>
    public long? LastBase { get; init; }

    /// <summary>All below it is archived, staged, proved empty or noted as lost, without a hole.</summary>
    public long ReadThrough { get; init; }

    /// <summary>Past the last offset that any chunk speaks of.</summary>
    public long AcceptedEnd { get; init; }

    /// <summary>Objects that this run created or found to exist already past the remembered checkpoint.</summary>
    public int Closed { get; init; }

    /// <summary>The time limit ended the run; there may be more to seal.</summary>
    public bool MoreToSeal { get; init; }

    /// <summary>Chunks that were delivered again are left, since they were accepted too short a while ago to be held against the archive.</summary>
    public bool HasSpentChunks { get; init; }

    /// <summary>The records from the checkpoint to <see cref="ReadThrough"/>.</summary>
    public SegmentFigures Open { get; init; } = SegmentFigures.None;

    /// <summary>
    /// Nothing was done yet: what is staged can be told from another topic's only then. The run is to be repeated; no entity
    /// is told.
    /// </summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>The broker has another topic of that name now; nothing more will come.</summary>
    public bool IsFormer { get; init; }

    /// <summary>Ends sealing until an operator clears it.</summary>
    public PartitionFault? Fault { get; init; }

    /// <summary>What keeps a hole from being answered for, where that is known; everything below it is sealed.</summary>
    public string? HoleTrouble { get; init; }

    /// <summary>Why the run did not finish, when trying again may help.</summary>
    public string? Failure { get; init; }

    /// <summary>How far the archive is: the checkpoint, and past it what is proved to hold no record.</summary>
    [JsonIgnore]
    public long? ArchivedNext => Open.Records == 0 && Checkpoint is not null ? ReadThrough : Checkpoint;
}
