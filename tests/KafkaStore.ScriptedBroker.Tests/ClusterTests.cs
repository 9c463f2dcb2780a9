namespace KafkaStore.Scripted.Tests;

public sealed class ClusterTests : BrokerTest
{
    [Fact]
    public void OtherPartitionsAreReadWhileOneHasNoLeader()
    {
        Topic topic = Broker.CreateTopic("orders", partitions: 2);
        topic[0].Append(LogRecord.Of("k", "of 0"));
        topic[1].Append(LogRecord.Of("k", "of 1"));
        topic[0].LoseLeader();
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign([new TopicPartitionOffset("orders", 0, 0), new TopicPartitionOffset("orders", 1, 0)]);

        Assert.Equal("of 1", NextValue(consumer));
        PartitionMetadata sick = Admin()
            .GetMetadata("orders", TimeSpan.FromSeconds(5))
            .Topics[0]
            .Partitions.Single(partition => partition.PartitionId == 0);
        Assert.Equal((ErrorCode.LeaderNotAvailable, -1), (sick.Error.Code, sick.Leader));

        topic[0].Elect(Broker.Nodes[0]);
        Assert.Equal("of 0", NextValue(consumer));
    }

    [Fact]
    public void PartitionsAnswersMayBeAnyError()
    {
        Topic topic = Broker.CreateTopic("orders", partitions: 2);
        topic[1].Fail(Api.ListOffsets, KafkaError.KafkaStorageError);
        IConsumer<byte[], byte[]> consumer = Consumer();

        Assert.Equal(0, consumer.QueryWatermarkOffsets(new TopicPartition("orders", 0), TimeSpan.FromSeconds(5)).High.Value);
        KafkaException refused = Assert.ThrowsAny<KafkaException>(() =>
            consumer.QueryWatermarkOffsets(new TopicPartition("orders", 1), TimeSpan.FromSeconds(1))
        );
        Assert.NotEqual(ErrorCode.NoError, refused.Error.Code);

        topic.Heal();
        Assert.Equal(0, consumer.QueryWatermarkOffsets(new TopicPartition("orders", 1), TimeSpan.FromSeconds(5)).High.Value);
    }

    [Fact]
    public void ConsumerFollowsALeaderToAnotherNode()
    {
        Start(new BrokerOptions { Nodes = 2 });
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Of("k", "by the first"));
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));
        Assert.Equal("by the first", NextValue(consumer));

        partition.Elect(Broker.Nodes[1]);
        partition.Append(LogRecord.Of("k", "by the second"));
        Assert.Equal("by the second", NextValue(consumer));
        Assert.Equal(1, partition.LeaderEpoch);
        Assert.Contains(Broker.Requests, request => request is { Api: Api.Fetch, Node: 2 });
    }

    [Fact]
    public void TruncationByANewLeaderIsNoticedByItsEpoch()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        for (int i = 0; i < 10; i++)
            partition.Append(LogRecord.Of("k", $"v{i}"));
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));
        while (!Next(consumer).IsPartitionEOF) { }

        partition.Elect(Broker.Nodes[0], truncatedTo: 4);
        ConsumeException refused = Assert.Throws<ConsumeException>(() => NextValue(consumer));
        Assert.Equal(ErrorCode.Local_AutoOffsetReset, refused.Error.Code);
        Assert.Contains(Broker.Requests, request => request.Api == Api.OffsetForLeaderEpoch);
    }

    [Theory]
    [InlineData(BrokerRelease.WithoutTopicIds, 11, false)]
    [InlineData(BrokerRelease.FetchesByName, 12, true)]
    public async Task OlderReleasesKnowNoTopicIdsOrFetchByName(BrokerRelease release, short fetch, bool hasIds)
    {
        Start(new BrokerOptions { Release = release });
        Topic topic = Broker.CreateTopic("orders");
        topic[0].Append(LogRecord.Of("k", "v"));

        Assert.Equal(["v"], ReadToEnd(Consumer(), topic[0]));
        Assert.All(Broker.Requests.Where(request => request.Api == Api.Fetch), request => Assert.Equal(fetch, request.Version));
        DescribeTopicsResult described = await Admin().DescribeTopicsAsync(TopicCollection.OfTopicNames(["orders"]));
        Assert.Equal(hasIds, described.TopicDescriptions[0].TopicId.ToString() != "AAAAAAAAAAAAAAAAAAAAAA");
    }
}
