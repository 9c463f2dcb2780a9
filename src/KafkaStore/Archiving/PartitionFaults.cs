using KafkaStore.Broker;

namespace KafkaStore.Archiving;

/// <summary>Every fault there is, with what to do about it; the operations page's table of kinds says the same at more length.</summary>
internal static class PartitionFaults
{
    /// <param name="archived">The object, with its store.</param>
    public static PartitionFaultException OtherRecords(string archived, long offset) =>
        Of(
            FaultKind.Conflict,
            $"{archived} exists with other records than the ones accepted: it differs at offset {offset}. Nothing was changed. Archive to another place, or move that object and all after it away, and clear the fault."
        );

    /// <param name="archived">The object, with its store.</param>
    public static PartitionFaultException AcceptedAnew(string archived, long offset) =>
        Of(
            FaultKind.TopicRecreated,
            $"Offset {offset} was accepted again with another record than {archived} has, or one that it lacks: the topic was probably deleted and created again. Nothing was changed. Archive it to another place, or remove the staged chunks that are not wanted, and clear the fault."
        );

    public static PartitionFaultException ChunksDisagree(ChunkName chunk, long offset) =>
        Of(
            FaultKind.TopicRecreated,
            $"Staged chunks of {chunk.Partition} have different records for offset {offset} ({chunk} is one of them): the topic was probably deleted and created again. Compare them, remove the chunks of the topic that is not wanted, and clear the fault."
        );

    public static PartitionFault LogShrunk(BrokerView view) =>
        new(
            FaultKind.TopicRecreated,
            $"The log of {view.Partition} ends at offset {view.End}, below {view.AcceptedBefore} that was accepted before: the topic was deleted and created again, truncated, or lost records in an unclean leader election. Archive the new topic to another place, or remove the staged chunks that are not wanted, and clear the fault."
        );

    /// <param name="accepting">What the host calls the choice to accept it.</param>
    public static PartitionFaultException StagingLost(TopicPartition partition, OffsetRange range, string archive, string accepting) =>
        Of(
            FaultKind.StagingLost,
            $"Offsets {range} of {partition} are neither archived nor at the broker, and the staging location is not the one that {archive} was fed from. Bring the earlier one back, or accept the loss with {accepting}."
        );

    public static PartitionFaultException ObjectMissing(TopicPartition partition, long offset, string archive) =>
        Of(
            FaultKind.ArchiveDamaged,
            $"{archive} has no object for offset {offset} of {partition}, which lies between the partition's start and its checkpoint. Restore the missing object and clear the fault."
        );

    /// <param name="sentence">What is wrong with which object.</param>
    public static PartitionFaultException ArchiveDamaged(string sentence) =>
        Of(FaultKind.ArchiveDamaged, $"{sentence} Run 'kafka-store verify' on the archive, put right what it names, and clear the fault.");

    private static PartitionFaultException Of(FaultKind kind, string message) => new(new PartitionFault(kind, message));
}
