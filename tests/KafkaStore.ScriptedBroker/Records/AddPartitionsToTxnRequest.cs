namespace KafkaStore.Scripted.Records;

internal static class AddPartitionsToTxnRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        string transactionalId = from.Text();
        KafkaError producer = call.Broker.Producers.Check(transactionalId, from.Int64(), from.Int16());
        List<(string Name, List<int> Partitions)> topics = from.Structs(() => (Name: from.Text(), Partitions: from.Array(from.Int32)));
        call.Throttle();
        call.Answer.Topics(
            topics,
            (topic, index) =>
            {
                call.Answer.Int32(index);
                call.Answer.Error(producer == KafkaError.None ? Add(call, transactionalId, topic, index) : producer);
            }
        );
        call.Answer.Tags();
    }

    private static KafkaError Add(Call call, string transactionalId, string topic, int index)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return error;
        if (call.Broker.Find(topic)?.Partitions.ElementAtOrDefault(index) is not BrokerPartition partition)
            return KafkaError.UnknownTopicOrPartition;
        call.Broker.Producers.Add(transactionalId, partition);
        return KafkaError.None;
    }
}
