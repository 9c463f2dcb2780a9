namespace KafkaStore.Scripted.Topics;

internal static class DeleteTopicsRequest
{
    public static void Answer(Call call)
    {
        List<string> names = call.Request.Array(call.Request.Text);
        call.ThrottleFrom(1);
        call.Answer.Structs(
            names,
            name =>
            {
                call.Answer.Text(name);
                call.Answer.Error(Delete(call, name));
            }
        );
        call.Answer.Tags();
    }

    private static KafkaError Delete(Call call, string name)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return error;
        if (call.Broker.Find(name) is not { } topic)
            return KafkaError.UnknownTopicOrPartition;
        if (topic.TakeError(call.Api) is var ofTopic and not KafkaError.None)
            return ofTopic;
        call.Broker.Delete(name);
        return KafkaError.None;
    }
}
