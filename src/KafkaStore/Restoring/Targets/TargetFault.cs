namespace KafkaStore.Restoring.Targets;

/// <summary>What a target can be found to be, which a restore must not go on with.</summary>
internal static class TargetFault
{
    /// <summary>The remedy where nothing else helps.</summary>
    public const string Anew = "To begin anew, delete the target topic and the checkpoint.";

    public static RestoreException Foreign(TopicPartition partition, long offset) =>
        new(
            $"{partition} has something at offset {offset} that this restore did not write: another producer writes there, or the topic "
                + $"does not keep records as they are (timestamp type, compaction). {Anew}"
        );

    public static RestoreException Altered(TopicPartition partition, long offset) =>
        new(
            $"{partition.Topic} does not keep records as they are: what was written to {partition} came back otherwise from offset {offset}. "
                + $"Most likely it gives them the time of their arrival: make it anew with message.timestamp.type=CreateTime. {Anew}"
        );

    public static RestoreException Shorter(TopicPartition partition, long end, long expected) =>
        new(
            $"{partition} ends at offset {end}, and this restore had written up to {expected}: the topic was made again, or is another cluster's. {Anew}"
        );

    public static RestoreException Deleted(TopicPartition partition, long offset) =>
        new(
            $"{partition} no longer has its records from offset {offset} on: retention deleted what was restored. Give the topic a longer retention (retention.ms=-1). {Anew}"
        );

    /// <summary>No fault: every record goes into the partition of its number all the same.</summary>
    public static string More(string topic, int found, int needed) =>
        $"the topic {topic} has {found} partitions, and the archive's has {needed}: records keep their partition's number, and producers will put new ones of the same key elsewhere.";
}
