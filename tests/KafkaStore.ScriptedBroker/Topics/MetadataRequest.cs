namespace KafkaStore.Scripted.Topics;

internal static class MetadataRequest
{
    // Where nobody asked for what a client is allowed.
    private const int NotAsked = int.MinValue;
    private const int NoController = -1;

    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        WireWriter to = call.Answer;
        List<(Guid Id, string? Name)>? asked = from.NullableStructs(() =>
            (Id: call.Version >= 10 ? from.Id() : default, Name: from.NullableText())
        );
        bool mayCreate = call.Broker.CreatesTopicsOnDemand && (call.Version < 4 || from.Bool());
        call.ThrottleFrom(3);
        WriteCluster(call);
        if (asked is null || (call.Version == 0 && asked.Count == 0))
            to.Structs(call.Node.View.Topics, topic => Write(call, topic, topic.Topic.Name, topic.Topic.Id));
        else
            to.Structs(asked, topic => Write(call, Find(call, topic.Name, topic.Id, mayCreate), topic.Name, topic.Id));
        if (call.Version is >= 8 and <= 10)
            to.Int32(NotAsked);
        to.Tags();
    }

    private static TopicView? Find(Call call, string? name, Guid id, bool mayCreate)
    {
        TopicView? known = name is null ? call.Node.View.Find(id) : call.Node.View.Find(name);
        if (known is not null || name is null || !mayCreate)
            return known;
        call.Broker.CreateTopic(name);
        return call.Node.View.Find(name);
    }

    private static void WriteCluster(Call call)
    {
        WireWriter to = call.Answer;
        to.Structs(
            call.Broker.Nodes,
            node =>
            {
                to.Int32(node.Id);
                to.Text(node.AdvertisedHost);
                to.Int32(node.AdvertisedPort);
                if (call.Version >= 1)
                    to.Text(null); // rack
            }
        );
        if (call.Version >= 2)
            to.Text(call.Broker.ClusterId);
        if (call.Version >= 1)
            to.Int32(call.Broker.HasController ? call.Broker.Nodes[0].Id : NoController);
    }

    private static void Write(Call call, TopicView? topic, string? name, Guid id)
    {
        WireWriter to = call.Answer;
        KafkaError error = call.Broker.Faults.Take(call.Api);
        if (error == KafkaError.None && topic is not null)
            error = topic.Topic.TakeError(call.Api);
        if (error == KafkaError.None && topic is null)
            error = name is null ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition;
        bool isKnown = error == KafkaError.None;
        to.Error(error);
        to.Text(topic?.Topic.Name ?? name ?? (call.Version >= 12 ? null : ""));
        if (call.Version >= 10)
            to.Id(isKnown ? topic!.Topic.Id : id);
        if (call.Version >= 1)
            to.Bool(false); // internal
        to.Structs(isKnown ? topic!.Partitions : [], partition => Write(call, partition));
        if (call.Version >= 8)
            to.Int32(NotAsked);
    }

    private static void Write(Call call, PartitionView view)
    {
        WireWriter to = call.Answer;
        KafkaError error = view.Partition.TakeError(call.Api);
        if (error == KafkaError.None && view.Leader == BrokerPartition.NoLeader)
            error = KafkaError.LeaderNotAvailable;
        int[] replicas = [view.Leader == BrokerPartition.NoLeader ? call.Broker.Nodes[0].Id : view.Leader];
        to.Error(error);
        to.Int32(view.Partition.Index);
        to.Int32(view.Leader);
        if (call.Version >= 7)
            to.Int32(view.LeaderEpoch);
        to.Array(replicas, to.Int32);
        to.Array(view.Leader == BrokerPartition.NoLeader ? [] : replicas, to.Int32);
        if (call.Version >= 5)
            to.Array(view.Leader == BrokerPartition.NoLeader ? replicas : [], to.Int32);
    }
}
