namespace KafkaStore.Scripted.Records;

internal static class DeleteRecordsRequest
{
    private const long UpToTheEnd = -1;

    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        List<(string Name, List<(int Index, long Offset)> Partitions)> topics = from.Structs(() =>
            (Name: from.Text(), Partitions: from.Structs(() => (Index: from.Int32(), Offset: from.Int64())))
        );
        WireWriter to = call.Answer;
        call.Throttle();
        to.Topics(
            topics,
            (topic, asked) =>
            {
                KafkaError error = Delete(call, topic, asked.Index, asked.Offset, out long start);
                to.Int32(asked.Index);
                to.Int64(start);
                to.Error(error);
            }
        );
        to.Tags();
    }

    private static KafkaError Delete(Call call, string topic, int index, long offset, out long start)
    {
        start = -1;
        KafkaError error = PartitionAccess.Find(call, call.Node.View.Find(topic), index, out PartitionView found);
        if (error != KafkaError.None)
            return error;
        BrokerPartition partition = found.Partition;
        if (partition.Log is not MemoryLog)
            return KafkaError.PolicyViolation;
        if (offset > partition.End)
            return KafkaError.OffsetOutOfRange;
        partition.DeleteRecordsBefore(offset == UpToTheEnd ? partition.End : offset);
        start = partition.Start;
        return KafkaError.None;
    }
}
