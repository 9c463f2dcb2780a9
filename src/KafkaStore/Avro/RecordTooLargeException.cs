namespace KafkaStore.Avro;

/// <summary>A record is larger than a container can hold; see <see cref="ContainerLimits.MaximumRecordBytes"/>.</summary>
public sealed class RecordTooLargeException(TopicPartition partition, long offset, long bytes)
    : Exception(
        $"Offset {offset} of {partition} has {bytes} bytes; a record of more than {ContainerLimits.MaximumRecordBytes} can't be archived. Lower max.message.bytes of the topic; this record has to be deleted from it first."
    )
{
    public TopicPartition Partition => partition;

    public long Offset => offset;
}
