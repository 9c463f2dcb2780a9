namespace KafkaStore.Scripted.Topics;

internal static class DescribeConfigsRequest
{
    public const int OfTopic = 2;

    // Where a value comes from.
    private const int TopicsOwn = 1;
    private const int Default = 5;

    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        List<(int Type, string Name, List<string>? Settings)> resources = from.Structs(() =>
            (Type: (int)from.Int8(), Name: from.Text(), Settings: from.NullableArray(from.Text))
        );
        WireWriter to = call.Answer;
        call.Throttle();
        to.Structs(
            resources,
            resource =>
            {
                Topic? topic = resource.Type == OfTopic ? call.Broker.Find(resource.Name) : null;
                KafkaError error = Check(call, resource.Type, topic);
                to.Error(error);
                to.Text(error == KafkaError.None ? null : $"{error}: {resource.Name}");
                to.Int8(resource.Type);
                to.Text(resource.Name);
                string[] names =
                    error == KafkaError.None && topic is not null
                        ? [.. TopicConfig.Defaults.Keys.Where(name => resource.Settings?.Contains(name) ?? true)]
                        : [];
                to.Structs(names, name => Write(call, topic!.Config, name));
            }
        );
        to.Tags();
    }

    // Brokers' own settings can be asked for; this one has none.
    private static KafkaError Check(Call call, int type, Topic? topic)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return error;
        if (type != OfTopic)
            return KafkaError.None;
        return topic?.TakeError(call.Api) ?? KafkaError.UnknownTopicOrPartition;
    }

    private static void Write(Call call, TopicConfig config, string name)
    {
        WireWriter to = call.Answer;
        to.Text(name);
        to.Text(config[name]);
        to.Bool(false); // read only
        if (call.Version == 0)
            to.Bool(!config.IsOwn(name));
        else
            to.Int8(config.IsOwn(name) ? TopicsOwn : Default);
        to.Bool(false); // sensitive
        if (call.Version >= 1)
            to.Structs(Array.Empty<string>(), _ => { }); // synonyms
    }
}
