namespace KafkaStore.Scripted.Tests;

public sealed class RecreationTests : BrokerTest
{
    [Fact]
    public async Task RecreatedTopicHasAnotherIdAndIsReadOnSilentlyAtTheOldPosition()
    {
        Topic former = Broker.CreateTopic("orders");
        former[0].Fill(10, i => LogRecord.Of("k", $"old {i}"), perBatch: 1);
        string formerId = await IdAsync();
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));
        while (!Next(consumer).IsPartitionEOF) { }

        Topic recreated = Broker.Recreate("orders");
        recreated[0].Fill(20, i => LogRecord.Of("k", $"new {i}"), perBatch: 1);
        Assert.NotEqual(formerId, await IdAsync());
        Assert.Equal("new 10", NextValue(consumer));
        Assert.Equal(10, former[0].End);
    }

    [Fact]
    public void RecreatedTopicThatIsShorterIsOutOfRange()
    {
        Broker.CreateTopic("orders")[0].Fill(10, i => LogRecord.Of("k", $"old {i}"));
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));
        while (!Next(consumer).IsPartitionEOF) { }

        Broker.Recreate("orders")[0].Append(LogRecord.Of("k", "new"));
        ConsumeException refused = Assert.Throws<ConsumeException>(() => NextValue(consumer));
        Assert.Equal(ErrorCode.Local_AutoOffsetReset, refused.Error.Code);
    }

    [Fact]
    public async Task LaggingNodeGivesTheFormerIdForAWhile()
    {
        Start(new BrokerOptions { Nodes = 2 });
        Broker.CreateTopic("orders");
        string former = await IdAsync();
        BrokerNode lagging = Broker.Nodes[1];
        lagging.Lag = TimeSpan.FromSeconds(1);
        Broker.Nodes[0].AdvertisedPort = lagging.Port; // so that the client can ask the lagging one alone
        Broker.Recreate("orders");

        Assert.Equal(former, await IdAsync(lagging));
        await Task.Delay(1_100);
        Assert.NotEqual(former, await IdAsync(lagging));
    }

    [Fact]
    public void LaggingLeaderServesTheFormerTopicsRecords()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Of("k", "old"));
        Broker.Nodes[0].Lag = TimeSpan.FromMinutes(1);
        BrokerPartition recreated = Broker.Recreate("orders")[0];
        recreated.Append(LogRecord.Of("k", "new"));

        Assert.Equal(["old"], ReadToEnd(Consumer(), recreated));
        Broker.Nodes[0].Lag = TimeSpan.Zero;
        Assert.Equal(["new"], ReadToEnd(Consumer(), recreated));
    }

    [Fact]
    public async Task DeletedTopicIsUnknownAndItsCommittedOffsetsAreGone()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Of("k", "v"));
        Consumer().Commit([new TopicPartitionOffset("orders", 0, 1)]);
        Assert.Equal(1, Broker.Committed("tests", "orders", 0));
        Broker.Delete("orders");

        Assert.Null(Broker.Committed("tests", "orders", 0));
        DescribeTopicsException unknown = await Assert.ThrowsAsync<DescribeTopicsException>(() => IdAsync());
        Assert.Equal(ErrorCode.UnknownTopicOrPart, unknown.Results.TopicDescriptions[0].Error.Code);
    }

    [Fact]
    public void SmallerLeaderEpochOfTheNewTopicStallsTheConsumerSilently()
    {
        Broker.CreateTopic("orders", leaderEpoch: 5)[0].Append(LogRecord.Of("k", "old"));
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));
        while (!Next(consumer).IsPartitionEOF) { }

        BrokerPartition recreated = Broker.Recreate("orders")[0];
        recreated.Append(LogRecord.Of("k", "new 0"));
        recreated.Append(LogRecord.Of("k", "new 1"));
        Assert.Null(consumer.Consume(1_000));
    }

    [Fact]
    public async Task WithoutAControllerTopicsAreNotDescribed()
    {
        Broker.CreateTopic("orders");
        Broker.HasController = false;
        KafkaException timedOut = await Assert.ThrowsAnyAsync<KafkaException>(() =>
            Admin()
                .DescribeTopicsAsync(
                    TopicCollection.OfTopicNames(["orders"]),
                    new DescribeTopicsOptions { RequestTimeout = TimeSpan.FromSeconds(1) }
                )
        );
        Assert.Equal(ErrorCode.Local_TimedOut, timedOut.Error.Code);
    }

    private async Task<string> IdAsync(BrokerNode? node = null)
    {
        DescribeTopicsResult described = await Admin(node?.Address).DescribeTopicsAsync(TopicCollection.OfTopicNames(["orders"]));
        return described.TopicDescriptions[0].TopicId.ToString()!;
    }
}
