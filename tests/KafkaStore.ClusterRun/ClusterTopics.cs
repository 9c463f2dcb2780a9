using Confluent.Kafka.Admin;

namespace KafkaStore.ClusterRun;

/// <summary>The topics of one run: all begin with one prefix, and all that it made are deleted at its end, no other.</summary>
public sealed class ClusterTopics(ICluster cluster, string prefix) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IAdminClient admin = new AdminClientBuilder(cluster.Client()).SetLogHandler((_, _) => { }).Build();
    private readonly HashSet<string> made = [];
    private readonly Lock gate = new();

    /// <summary>What a topic, group or transactional id of this run is called.</summary>
    public string NameOf(string name) => $"{prefix}{name}";

    /// <returns>Its whole name.</returns>
    public async Task<string> CreateAsync(string name, int partitions = 1, params (string Name, string Value)[] settings)
    {
        string topic = NameOf(name);
        Adopt(topic);
        var specification = new TopicSpecification
        {
            Name = topic,
            NumPartitions = partitions,
            ReplicationFactor = -1,
            Configs = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        };

        // A topic of that name may still be on its way out.
        await UntilAsync(
            async () =>
            {
                try
                {
                    await admin.CreateTopicsAsync([specification]);
                    return true;
                }
                catch (CreateTopicsException failure)
                    when (failure.Results.All(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
                {
                    return false;
                }
            },
            $"{topic} could not be created: there is one still"
        );
        await UntilAsync(() => Task.FromResult(PartitionsOf(topic).Count == partitions), $"{topic} was created and has no leaders yet");
        return topic;
    }

    /// <summary>A topic that the program made is of this run too.</summary>
    public void Adopt(string topic)
    {
        lock (gate)
            made.Add(topic);
    }

    public async Task DeleteAsync(string topic)
    {
        await admin.DeleteTopicsAsync([topic]);
        await UntilAsync(() => Task.FromResult(PartitionsOf(topic).Count == 0), $"{topic} was deleted and is still there");
    }

    public async Task GrowAsync(string topic, int partitions)
    {
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]);
        await UntilAsync(
            () => Task.FromResult(PartitionsOf(topic).Count == partitions),
            $"{topic} did not grow to {partitions} partitions"
        );
    }

    /// <summary>Deletes what precedes an offset.</summary>
    public Task DeleteRecordsAsync(string topic, int partition, long before) =>
        admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, before)]);

    /// <summary>Kafka's id of the topic; null where the brokers give none.</summary>
    public async Task<string?> FindIdAsync(string topic)
    {
        try
        {
            DescribeTopicsResult answer = await admin.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([topic]),
                new DescribeTopicsOptions { RequestTimeout = TimeSpan.FromSeconds(10) }
            );
            Uuid id = answer.TopicDescriptions[0].TopicId;
            return id is null || (id.MostSignificantBits == 0 && id.LeastSignificantBits == 0) ? null : id.ToString();
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    /// <summary>Numbers of the partitions that have a leader; none of a topic that is not there.</summary>
    public IReadOnlyList<int> PartitionsOf(string topic)
    {
        // Asked about all, since a question about one may make it.
        TopicMetadata? found = admin.GetMetadata(Patience).Topics.Find(each => each.Topic == topic);
        return found is null || found.Error.IsError
            ? []
            : [.. found.Partitions.Where(partition => partition.Leader >= 0).Select(partition => partition.PartitionId).Order()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (string topic in made.Where(topic => PartitionsOf(topic).Count > 0))
            await admin.DeleteTopicsAsync([topic]);
        await DeleteGroupsAsync();
        admin.Dispose();
    }

    private async Task DeleteGroupsAsync()
    {
        string[] groups =
        [
            .. admin.ListGroups(Patience).Select(group => group.Group).Where(group => group.StartsWith(prefix, StringComparison.Ordinal)),
        ];
        try
        {
            if (groups.Length > 0)
                await admin.DeleteGroupsAsync(groups);
        }
        catch (DeleteGroupsException failure)
        {
            await Console.Error.WriteLineAsync($"note: not all groups that begin with {prefix} could be deleted: {failure.Message}");
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> done, string otherwise)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await done())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new ScenarioFailedException($"{otherwise} after {Patience.TotalSeconds} s");
            await Task.Delay(200);
        }
    }
}
