using KafkaStore.Restoring.Targets;
using KafkaStore.Scripted.Protocol;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Topics that a restore makes, over the wire, and what a cluster may have against it.</summary>
[Collection(nameof(ArchivedOrders))]
public sealed class RestoredTopicTests(ArchivedOrders orders) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Kept = new() { ["retention.ms"] = "-1" };

    private readonly ScriptedBroker kafka = ScriptedBroker.Start();

    private RestoreProgram Program => new(orders, kafka.Bootstrap);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await kafka.DisposeAsync();
        Assert.Empty(kafka.Problems);
    }

    [Fact]
    public async Task MissingTopicIsMadeWithTheSourcesPartitionsAndNoRetention()
    {
        string output = (await Program.RunAsync(Words($"--partition 2 --to-offset 20 --topic-map orders=copies --verify"))).Succeed();
        Assert.Contains("copies-2: 20 records equal to the archive's", output);
        Topic made = kafka.Find("copies")!;
        Assert.Equal((ArchivedOrders.Partitions, -1), (made.Partitions.Count, made.Replicas));
        Assert.Equal(
            [("cleanup.policy", "delete"), ("message.timestamp.type", "CreateTime"), ("retention.ms", "-1")],
            made.Config.Own.Select(setting => (setting.Key, setting.Value)).Order()
        );
        Assert.Equal(1, AskedForTopics);
    }

    [Fact]
    public async Task PartitionsWithoutARecordAreMadeToo()
    {
        using var source = EmbeddedBroker.Start();
        source.CreateTopic("sparse", 6);
        await BrokerFixture.WriteToAsync(source.Brokers, "sparse", 1, BrokerFixture.Numbered(1));
        string archive = orders.NewPath("archive");
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(WholeTopic(source.Brokers, "sparse", archive));
        Assert.True(exitCode == 0, errors);
        (
            await KafkaStoreProcess.RunAsync(
                Words($"restore --to-broker {kafka.Bootstrap} --local-store {archive} --state {orders.NewPath("state")}")
            )
        ).Succeed();
        Assert.Equal(6, kafka.Find("sparse")?.Partitions.Count);
        Assert.Single(await ArchivedOrders.ReadAsync(kafka.Bootstrap, new TopicPartition("sparse", 1)));
    }

    [Fact]
    public async Task TopicThatAnotherMadeMeanwhileIsUsedIfItFits()
    {
        AnotherMakesTheTopicMeanwhile(ArchivedOrders.Partitions);
        (int exitCode, _, string errors) = await Program.RunAsync("--to-offset", "20", "--verify");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(1, AskedForTopics);
    }

    [Fact]
    public async Task TopicThatIsMadeWhileTheClusterSaysThatItTookTooLongIsUsed()
    {
        AnotherMakesTheTopicMeanwhile(ArchivedOrders.Partitions);
        kafka.Faults.Fail(Api.CreateTopics, KafkaError.RequestTimedOut);
        (int exitCode, _, string errors) = await Program.RunAsync("--to-offset", "20");
        Assert.Equal((0, ""), (exitCode, errors));
    }

    [Fact]
    public async Task TopicThatAnotherMadeMeanwhileWithFewerPartitionsIsRefused()
    {
        AnotherMakesTheTopicMeanwhile(partitions: 3, retention: "604800000");
        (int exitCode, string output, string errors) = await Program.RunAsync("--to-offset", "20");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith("error: the topic orders has 3 partitions, and the archive's has 4: ", errors);
        Assert.Contains("\nerror: orders has 3 partitions and so no partition 3.", errors);
        Assert.Contains("\nerror: retention.ms of orders is 604800000 (7 days), and the records are from ", errors);
        Assert.Empty(await ArchivedOrders.ReadAsync(kafka.Bootstrap, new TopicPartition("orders", 0)));
    }

    [Theory]
    [InlineData(KafkaError.TopicAuthorizationFailed, "Authorization failed.")]
    [InlineData(
        KafkaError.InvalidReplicationFactor,
        "Unable to replicate the partition 3 time(s): The target replication factor of 3 cannot be reached because only 1 broker(s) are registered."
    )]
    [InlineData(KafkaError.PolicyViolation, "Topics need an owner")]
    [InlineData(KafkaError.PolicyViolation, null)]
    public async Task RefusalIsSaidInASentence(KafkaError error, string? reason)
    {
        kafka.Faults.Fail(Api.CreateTopics, error);
        kafka.Faults.Reason = reason;
        (int exitCode, string output, string errors) = await Program.RunAsync();
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(
            $"error: Kafka at {kafka.Bootstrap} did not make the topic orders ({(reason ?? "Broker: Policy violation").TrimEnd('.')}).",
            errors
        );
        Assert.EndsWith(
            " Make it with 4 partitions and cleanup.policy=delete, message.timestamp.type=CreateTime, retention.ms=-1, then run this again.\n",
            errors
        );
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task ClusterThatMakesNoTopicsOnRequestIsNotTrickedIntoMakingOne()
    {
        // It would make one, if it were asked about it.
        kafka.CreatesTopicsOnDemand = true;
        kafka.HasController = false;
        await using var target = new KafkaRestoreTarget(BrokerFixture.OptionsFor(kafka.Bootstrap), NullLogger.Instance);
        RestoreException refused = await Assert.ThrowsAsync<RestoreException>(() => target.CreateTopicAsync("orders", 7, Kept, default));
        Assert.Equal(
            $"Kafka at {kafka.Bootstrap} did not make the topic orders (none of its brokers makes topics). "
                + "Make it with 7 partitions and retention.ms=-1, then run this again.",
            refused.Message
        );
        Assert.Null(await target.FindPartitionCountAsync("orders", default));
    }

    private int AskedForTopics => kafka.Requests.Count(request => request.Api == Api.CreateTopics);

    private void AnotherMakesTheTopicMeanwhile(int partitions, string retention = "-1") =>
        kafka.Before = request =>
        {
            var keeps = new TopicConfig { ["retention.ms"] = retention };
            if (request.Api == Api.CreateTopics)
                kafka.CreateTopic(ArchivedOrders.Topic, partitions, keeps);
            return Task.CompletedTask;
        };
}
