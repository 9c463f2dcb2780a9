namespace KafkaStore.Scripted.Topics;

internal static class DescribeConfigsRequest
{
    public const int OfTopic = 2;
    public const int OfBroker = 4;

    // Where a value comes from.
    private const int TopicsOwn = 1;
    private const int BrokersOwn = 4;
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
                Setting[] settings = error == KafkaError.None ? [.. Settings(call, topic, resource.Type)] : [];
                to.Structs(
                    [.. settings.Where(setting => resource.Settings?.Contains(setting.Name) ?? true)],
                    setting => Write(call, setting)
                );
            }
        );
        to.Tags();
    }

    private static IEnumerable<Setting> Settings(Call call, Topic? topic, int type)
    {
        if (topic is { Config: var config })
            return TopicConfig.Defaults.Keys.Select(name => new Setting(name, config[name], config.IsOwn(name) ? TopicsOwn : Default));
        return type == OfBroker ? call.Broker.Settings.Select(setting => new Setting(setting.Key, setting.Value, BrokersOwn)) : [];
    }

    private static KafkaError Check(Call call, int type, Topic? topic)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return error;
        if (type != OfTopic)
            return KafkaError.None;
        return topic?.TakeError(call.Api) ?? KafkaError.UnknownTopicOrPartition;
    }

    private static void Write(Call call, Setting setting)
    {
        WireWriter to = call.Answer;
        to.Text(setting.Name);
        to.Text(setting.Value);
        to.Bool(false); // read only
        if (call.Version == 0)
            to.Bool(setting.Source != TopicsOwn);
        else
            to.Int8(setting.Source);
        to.Bool(false); // sensitive
        if (call.Version >= 1)
            to.Structs(Array.Empty<string>(), _ => { }); // synonyms
    }

    private readonly record struct Setting(string Name, string? Value, int Source);
}
