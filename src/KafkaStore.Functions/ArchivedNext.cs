using KafkaStore.Deciding;

namespace KafkaStore.Functions;

/// <summary>How far a partition's archive is: its checkpoint, and past it what is proved to hold no record.</summary>
internal static class ArchivedNext
{
    public static long? Of(SealOutcome outcome) =>
        outcome.Open.Records == 0 && outcome.Checkpoint is not null ? outcome.ReadThrough : outcome.Checkpoint;

    public static long? Of(PartitionState state) =>
        !state.HasOpenRecords && state.Checkpoint is { } checkpoint ? Math.Max(checkpoint, state.ReadThrough) : state.Checkpoint;
}
