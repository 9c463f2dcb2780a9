namespace KafkaStore.Scripted.Groups;

internal static class OffsetCommitRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        (string groupId, int generation, string memberId) = (from.Text(), from.Int32(), from.Text());
        if (call.Version >= 7)
            from.NullableText(); // a static member's id
        if (call.Version <= 4)
            from.Int64(); // how long to keep them
        List<(string Name, List<(int Index, CommittedOffset Committed)> Partitions)> topics = from.Structs(() =>
            (
                Name: from.Text(),
                Partitions: from.Structs(() =>
                    (
                        Index: from.Int32(),
                        Committed: new CommittedOffset(from.Int64(), call.Version >= 6 ? from.Int32() : -1, from.NullableText())
                    )
                )
            )
        );
        Group group = call.Broker.Groups.Get(groupId);
        KafkaError ofGroup = Check(group, generation, memberId);
        WireWriter to = call.Answer;
        call.ThrottleFrom(3);
        to.Topics(
            topics,
            (topic, partition) =>
            {
                to.Int32(partition.Index);
                to.Error(Commit(call, group, ofGroup, topic, partition.Index, partition.Committed));
            }
        );
        to.Tags();
    }

    // Who belongs to no group may commit while it has no members.
    private static KafkaError Check(Group group, int generation, string memberId)
    {
        if (generation < 0)
            return group.Members.Count == 0 ? KafkaError.None : KafkaError.UnknownMemberId;
        KafkaError error = group.Check(memberId, generation, out _);
        return error == KafkaError.None && group.State == GroupState.CompletingRebalance ? KafkaError.RebalanceInProgress : error;
    }

    private static KafkaError Commit(Call call, Group group, KafkaError ofGroup, string topic, int index, CommittedOffset committed)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return error;
        if (ofGroup != KafkaError.None)
            return ofGroup;
        if (call.Node.View.Find(topic) is not { } known || index >= known.Partitions.Count)
            return KafkaError.UnknownTopicOrPartition;
        if (known.Partitions[index].Partition.TakeError(call.Api) is var ofPartition and not KafkaError.None)
            return ofPartition;
        group.Offsets[(topic, index)] = committed;
        return KafkaError.None;
    }
}
