namespace KafkaStore.Scripted.Topics;

internal static class CreatePartitionsRequest
{
    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        List<(string Name, int Count)> topics = from.Structs(() =>
        {
            (string name, int count) = (from.Text(), from.Int32());
            from.NullableStructs(() => from.Array(from.Int32)); // where replicas shall be
            return (Name: name, Count: count);
        });
        from.Int32(); // how long to wait
        bool onlyAsks = from.Bool();
        call.Throttle();
        call.Answer.Structs(
            topics,
            topic =>
            {
                (KafkaError error, string? reason) = Grow(call, topic.Name, topic.Count, onlyAsks);
                call.Answer.Text(topic.Name);
                call.Answer.Error(error);
                call.Answer.Text(reason);
            }
        );
        call.Answer.Tags();
    }

    private static (KafkaError Error, string? Reason) Grow(Call call, string name, int count, bool onlyAsks)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return (error, call.Broker.Faults.Reason);
        if (call.Broker.Find(name) is not { } topic)
            return (KafkaError.UnknownTopicOrPartition, null);
        if (count <= topic.Partitions.Count)
        {
            return (
                KafkaError.InvalidPartitions,
                $"The topic {name} currently has {topic.Partitions.Count} partition(s); {count} would not be an increase."
            );
        }

        if (!onlyAsks)
            topic.Grow(count);
        return (KafkaError.None, null);
    }
}
