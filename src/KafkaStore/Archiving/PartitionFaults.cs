using KafkaStore.Broker;

namespace KafkaStore.Archiving;

/// <summary>Every fault there is, with what to do about it; the operations page's table of kinds says the same at more length.</summary>
internal static class PartitionFaults
{
    /// <param name="archived">The object, with its store.</param>
    public static PartitionFaultException OtherRecords(string archived, long offset) =>
        Of(
            FaultKind.Conflict,
            $"{archived} exists with other records than the ones accepted: it differs at offset {offset}. Nothing was changed. Archive to another place, or move that object and all after it away, and clear the fault.",
            offset
        );

    /// <param name="archived">The object, with its store.</param>
    public static PartitionFaultException AcceptedAnew(string archived, long offset) =>
        Of(
            FaultKind.TopicRecreated,
            $"Offset {offset} was accepted again with another record than {archived} has, or one that it lacks: the topic was probably deleted and created again, or, without a staging key, somebody else wrote to the staging location. Nothing was changed. Archive it to another place, or remove the staged chunks that are not wanted, and clear the fault.",
            offset
        );

    public static PartitionFaultException ChunksDisagree(ChunkName chunk, long offset) =>
        Of(
            FaultKind.TopicRecreated,
            $"Staged chunks of {chunk.Partition} have different records for offset {offset} ({chunk} is one of them): the topic was probably deleted and created again, or, without a staging key, somebody else wrote to the staging location. Compare them, remove the chunks that are not wanted, and clear the fault.",
            offset
        );

    public static PartitionFaultException LogShrunk(BrokerView view) =>
        Of(
            FaultKind.TopicRecreated,
            $"The log of {view.Partition} ends at offset {view.End}, below {view.AcceptedBefore} up to which records are accepted: the topic was deleted and created again, truncated, or lost records in an unclean leader election, or, without a staging key, somebody else wrote to the staging location. Archive the new topic to another place, or remove the staged chunks that are not wanted, and clear the fault.",
            view.End
        );

    public static PartitionFaultException OtherAtBroker(TopicPartition partition, long offset) =>
        Of(
            FaultKind.TopicRecreated,
            $"The broker has another record at offset {offset} of {partition} than was accepted: the topic was deleted and created again, or lost records in an unclean leader election, or, without a staging key, somebody else wrote to the staging location. Archive the new topic to another place, or remove the staged chunks that are not wanted, and clear the fault.",
            offset
        );

    /// <param name="accepting">What the host calls the choice to accept it.</param>
    public static PartitionFaultException StagingLost(TopicPartition partition, OffsetRange range, string archive, string accepting) =>
        Of(
            FaultKind.StagingLost,
            $"Offsets {range} of {partition} are neither archived nor at the broker, and the staging location is not the one that {archive} was fed from. Bring the earlier one back, or accept the loss with {accepting}.",
            range.From
        );

    public static PartitionFaultException ObjectMissing(TopicPartition partition, long offset, string archive) =>
        Of(
            FaultKind.ArchiveDamaged,
            $"{archive} has no object for offset {offset} of {partition}, which lies between the partition's start and its checkpoint. Restore the missing object and clear the fault.",
            offset
        );

    /// <summary>Where that is for an operator to judge.</summary>
    public static PartitionFaultException Recreated(TopicGeneration generation, string noted, string given) =>
        Of(
            FaultKind.TopicRecreated,
            $"Topic {generation.Topic} was deleted and created again: its id is {given}, and that of the archived one was {noted}. Nothing of the new topic was archived. Archive it to another place; or beside this one, by telling 'kafka-store resume' that it is the new generation."
        );

    /// <param name="earlier">The generation that had this id.</param>
    public static PartitionFaultException FormerTopic(TopicGeneration generation, TopicGeneration earlier, string given) =>
        Of(
            FaultKind.TopicRecreated,
            $"The brokers give topic {generation.Topic} the id {given}, which is that of {earlier}, and {generation} is archived: they were set back, or they are others. Nothing was changed. Check which brokers these are, and clear the fault."
        );

    public static PartitionFaultException OtherTopic(TopicPartition partition, long offset) =>
        Of(
            FaultKind.TopicRecreated,
            $"The broker has another record at offset {offset} of {partition} than the archive: the topic was deleted and created again, or is another cluster's. Nothing was changed. Archive it to another place."
        );

    /// <param name="before">Id of the cluster that is archived.</param>
    /// <param name="now">Id of the cluster that answered.</param>
    public static PartitionFaultException OtherCluster(TopicGeneration generation, string before, string now) =>
        Of(
            FaultKind.OtherCluster,
            $"The archive of {generation} is fed from cluster {before}, and the brokers belong to {now}. Nothing was changed. Archive from that cluster to another place; or tell 'kafka-store resume' what its topic is: the same topic, where it has the same records at the same offsets, or a new generation."
        );

    /// <param name="sentence">What is wrong with which object.</param>
    /// <param name="from">An offset at or before that object.</param>
    public static PartitionFaultException ArchiveDamaged(string sentence, long? from) =>
        Of(
            FaultKind.ArchiveDamaged,
            $"{sentence} Run 'kafka-store verify' on the archive, put right what it names, and clear the fault.",
            from
        );

    public static PartitionFaultException RecordTooLarge(TopicPartition partition, long offset, long bytes) =>
        Of(
            FaultKind.RecordTooLarge,
            $"Offset {offset} of {partition} has {bytes} bytes, and a record of more than {ContainerLimits.MaximumRecordBytes} can't be archived. What follows it is accepted. Lower max.message.bytes of the topic, delete the record from it (kafka-delete-records up to offset {offset + 1}, once all before it is accepted) and clear the fault: the offset is then noted as lost.",
            offset
        );

    /// <param name="file">Where it is noted, with its store.</param>
    /// <param name="why">Why it can't be read.</param>
    public static PartitionFault Unknown(string file, string why) =>
        new(
            FaultKind.Unknown,
            $"{file} says why, and can't be read: {why}. Put right what it speaks of, with the version that wrote it if need be, and clear the fault."
        );

    private static PartitionFaultException Of(FaultKind kind, string message, long? offset = null) =>
        new(new PartitionFault(kind, message) { Offset = offset });
}
