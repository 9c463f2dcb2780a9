using System.Text.RegularExpressions;

namespace KafkaStore.Scripted.Topics;

internal static partial class CreateTopicsRequest
{
    private const int AsTheBrokerLikes = -1;

    public static void Answer(Call call)
    {
        WireReader from = call.Request;
        List<NewTopic> topics = from.Structs(() =>
            new NewTopic(
                from.Text(),
                from.Int32(),
                from.Int16(),
                from.Structs(() => (from.Int32(), from.Array(from.Int32))).Count,
                from.Structs(() => (from.Text(), from.NullableText()))
            )
        );
        from.Int32(); // how long to wait
        bool onlyAsks = call.Version >= 1 && from.Bool();
        call.ThrottleFrom(2);
        call.Answer.Structs(
            topics,
            topic =>
            {
                (KafkaError error, string? reason) = Create(call, topic, onlyAsks);
                call.Answer.Text(topic.Name);
                call.Answer.Error(error);
                if (call.Version >= 1)
                    call.Answer.Text(reason);
            }
        );
        call.Answer.Tags();
    }

    private static (KafkaError Error, string? Reason) Create(Call call, NewTopic topic, bool onlyAsks)
    {
        if (call.Broker.Faults.Take(call.Api) is var error and not KafkaError.None)
            return (error, call.Broker.Faults.Reason);
        if (!LegalName().IsMatch(topic.Name) || topic.Name is "." or "..")
            return (KafkaError.InvalidTopic, $"Topic name is invalid: '{topic.Name}'");
        if (call.Broker.Find(topic.Name) is not null)
            return (KafkaError.TopicAlreadyExists, $"Topic '{topic.Name}' already exists.");
        int partitions =
            topic.Assigned > 0 ? topic.Assigned
            : topic.Partitions == AsTheBrokerLikes ? 1
            : topic.Partitions;
        if (partitions < 1)
            return (KafkaError.InvalidPartitions, "Number of partitions was set to an invalid non-positive value.");
        if (topic.Assigned == 0 && topic.Replicas != AsTheBrokerLikes && (topic.Replicas < 1 || topic.Replicas > call.Broker.Nodes.Count))
        {
            return (
                KafkaError.InvalidReplicationFactor,
                $"Unable to replicate the partition {topic.Replicas} time(s): only {call.Broker.Nodes.Count} broker(s) are registered."
            );
        }

        var config = new TopicConfig();
        foreach ((string name, string? value) in topic.Settings)
        {
            if (config[name] is null)
                return (KafkaError.InvalidConfig, $"Unknown topic config name: {name}");
            config[name] = value;
        }

        if (!onlyAsks)
            call.Broker.CreateTopic(topic.Name, partitions, config).Replicas = topic.Replicas;
        return (KafkaError.None, null);
    }

    [GeneratedRegex("^[a-zA-Z0-9._-]{1,249}$")]
    private static partial Regex LegalName();

    private sealed record NewTopic(string Name, int Partitions, short Replicas, int Assigned, List<(string Name, string? Value)> Settings);
}
