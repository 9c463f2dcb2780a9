namespace KafkaStore.Scripted.Records;

/// <summary>Whether the node that was asked may answer for a partition, by what it knows.</summary>
internal static class PartitionAccess
{
    public const int AnyEpoch = -1;

    /// <param name="unknown">The error for a topic that the node does not know.</param>
    /// <param name="epoch">The leader epoch that the client knows of.</param>
    public static KafkaError Find(
        Call call,
        TopicView? topic,
        int index,
        out PartitionView found,
        int epoch = AnyEpoch,
        KafkaError unknown = KafkaError.UnknownTopicOrPartition
    )
    {
        found = default;
        if (call.Broker.Faults.Take(call.Api) is var fault and not KafkaError.None)
            return fault;
        if (topic is null)
            return unknown;
        if (topic.Topic.TakeError(call.Api) is var topicError and not KafkaError.None)
            return topicError;
        if (index < 0 || index >= topic.Partitions.Count)
            return KafkaError.UnknownTopicOrPartition;
        found = topic.Partitions[index];
        if (found.Partition.TakeError(call.Api) is var partitionError and not KafkaError.None)
            return partitionError;
        if (found.Leader != call.Node.Id)
            return KafkaError.NotLeaderOrFollower;
        if (epoch != AnyEpoch && epoch < found.LeaderEpoch)
            return KafkaError.FencedLeaderEpoch;
        return epoch > found.LeaderEpoch ? KafkaError.UnknownLeaderEpoch : KafkaError.None;
    }
}
