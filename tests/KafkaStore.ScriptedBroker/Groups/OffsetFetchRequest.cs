namespace KafkaStore.Scripted.Groups;

/// <summary>Of one group up to version 7, of several from 8 on.</summary>
internal static class OffsetFetchRequest
{
    public static void Answer(Call call)
    {
        WireWriter to = call.Answer;
        KafkaError error = call.Broker.Faults.Take(call.Api);
        if (call.Version < 8)
        {
            Asked asked = ParseGroup(call);
            call.ThrottleFrom(3);
            WriteTopics(call, asked, error);
            if (call.Version >= 2)
                to.Error(error);
        }
        else
        {
            List<Asked> groups = call.Request.Structs(() => ParseGroup(call));
            call.Throttle();
            to.Structs(
                groups,
                asked =>
                {
                    to.Text(asked.Group);
                    WriteTopics(call, asked, error);
                    to.Error(error);
                }
            );
        }

        to.Tags();
    }

    private static Asked ParseGroup(Call call)
    {
        WireReader from = call.Request;
        string group = from.Text();
        if (call.Version >= 9)
        {
            from.NullableText(); // the member's id and epoch, of another protocol of groups
            from.Int32();
        }

        return new Asked(group, from.NullableStructs(() => (from.Text(), from.Array(from.Int32))));
    }

    private static void WriteTopics(Call call, Asked asked, KafkaError error)
    {
        WireWriter to = call.Answer;
        Dictionary<(string Topic, int Partition), CommittedOffset>? offsets = call.Broker.Groups.Find(asked.Group)?.Offsets;
        List<(string Name, List<int> Partitions)> topics =
            asked.Topics
            ??
            [
                .. (offsets ?? []).Keys.GroupBy(key => key.Topic).Select(topic => (topic.Key, topic.Select(key => key.Partition).ToList())),
            ];
        to.Topics(
            topics,
            (topic, index) =>
            {
                CommittedOffset committed =
                    offsets is not null && offsets.TryGetValue((topic, index), out CommittedOffset found) ? found : CommittedOffset.None;
                to.Int32(index);
                to.Int64(committed.Offset);
                if (call.Version >= 5)
                    to.Int32(committed.LeaderEpoch);
                to.Text(committed.Metadata);
                to.Error(error);
            }
        );
    }

    // No topics: all that the group has committed.
    private sealed record Asked(string Group, List<(string Name, List<int> Partitions)>? Topics);
}
