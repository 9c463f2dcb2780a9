namespace KafkaStore.Scripted.Topics;

internal static class IncrementalAlterConfigsRequest
{
    private const int Set = 0;
    private const int Delete = 1;

    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        List<(int Type, string Name, List<(string Name, int Operation, string? Value)> Settings)> resources = from.Structs(() =>
            (
                Type: (int)from.Int8(),
                Name: from.Text(),
                Settings: from.Structs(() => (Name: from.Text(), Operation: (int)from.Int8(), Value: from.NullableText()))
            )
        );
        bool onlyAsks = from.Bool();
        WireWriter to = call.Answer;
        call.Throttle();
        to.Structs(
            resources,
            resource =>
            {
                KafkaError error = call.Broker.Faults.Take(call.Api);
                Topic? topic = resource.Type == DescribeConfigsRequest.OfTopic ? call.Broker.Find(resource.Name) : null;
                if (error == KafkaError.None)
                    error = topic is null ? KafkaError.UnknownTopicOrPartition : Alter(topic.Config, resource.Settings, onlyAsks);
                to.Error(error);
                to.Text(error == KafkaError.None ? null : $"{error}: {resource.Name}");
                to.Int8(resource.Type);
                to.Text(resource.Name);
            }
        );
        to.Tags();
    }

    private static KafkaError Alter(TopicConfig config, List<(string Name, int Operation, string? Value)> settings, bool onlyAsks)
    {
        if (settings.Exists(setting => setting.Operation is not (Set or Delete)))
            return KafkaError.InvalidRequest; // appending to lists
        if (settings.Exists(setting => config[setting.Name] is null))
            return KafkaError.InvalidConfig;
        foreach ((string name, int operation, string? value) in onlyAsks ? [] : settings)
            config[name] = operation == Delete ? null : value;
        return KafkaError.None;
    }
}
