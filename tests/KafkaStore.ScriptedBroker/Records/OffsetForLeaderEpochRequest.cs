namespace KafkaStore.Scripted.Records;

internal static class OffsetForLeaderEpochRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        List<(string Name, List<(int Index, int Current, int Epoch)> Partitions)> topics = from.Structs(() =>
            (Name: from.Text(), Partitions: from.Structs(() => (Index: from.Int32(), Current: from.Int32(), Epoch: from.Int32())))
        );
        WireWriter to = call.Answer;
        call.Throttle();
        to.Topics(
            topics,
            (topic, asked) =>
            {
                KafkaError error = PartitionAccess.Find(
                    call,
                    call.Node.View.Find(topic),
                    asked.Index,
                    out PartitionView found,
                    asked.Current
                );
                (int epoch, long end) =
                    error == KafkaError.None ? found.Partition.Epochs.EndOf(asked.Epoch, found.Partition.End) : (-1, -1);
                to.Error(error);
                to.Int32(asked.Index);
                to.Int32(epoch);
                to.Int64(end);
            }
        );
    }
}
