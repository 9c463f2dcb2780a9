namespace KafkaStore.Scripted.Records;

internal static class ListOffsetsRequest
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long NewestTimestamp = -3;

    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        from.Int32(); // the replica
        bool committedOnly = call.Version >= 2 && from.Bool();
        List<(string Name, List<(int Index, int Epoch, long Time)> Partitions)> topics = from.Structs(() =>
            (
                Name: from.Text(),
                Partitions: from.Structs(() =>
                    (Index: from.Int32(), Epoch: call.Version >= 4 ? from.Int32() : PartitionAccess.AnyEpoch, Time: from.Int64())
                )
            )
        );
        WireWriter to = call.Answer;
        call.ThrottleFrom(2);
        to.Topics(
            topics,
            (topic, asked) =>
            {
                KafkaError error = PartitionAccess.Find(
                    call,
                    call.Node.View.Find(topic),
                    asked.Index,
                    out PartitionView found,
                    asked.Epoch
                );
                (long offset, long time) = error == KafkaError.None ? Search(found.Partition.Log, asked.Time, committedOnly) : (-1, -1);
                to.Int32(asked.Index);
                to.Error(error);
                to.Int64(time);
                to.Int64(offset);
                if (call.Version >= 4)
                    to.Int32(error == KafkaError.None && offset >= 0 ? found.LeaderEpoch : -1);
            }
        );
        to.Tags();
    }

    private static (long Offset, long Time) Search(PartitionLog log, long time, bool committedOnly) =>
        time switch
        {
            Latest => (committedOnly ? log.LastStable : log.End, -1),
            Earliest => (log.Start, -1),
            NewestTimestamp => log.Newest() ?? (-1, -1),
            _ => log.FirstNotBefore(time) is { } found && (!committedOnly || found.Offset < log.LastStable) ? found : (-1, -1),
        };
}
