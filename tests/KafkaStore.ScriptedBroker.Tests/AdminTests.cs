namespace KafkaStore.Scripted.Tests;

public sealed class AdminTests : BrokerTest
{
    [Fact]
    public async Task TopicsAreMadeWithTheirSettingsAndDescribed()
    {
        IAdminClient admin = Admin();
        await admin.CreateTopicsAsync([
            new TopicSpecification
            {
                Name = "orders",
                NumPartitions = 3,
                ReplicationFactor = 1,
                Configs = new Dictionary<string, string> { ["retention.ms"] = "-1" },
            },
        ]);

        Assert.Equal(3, admin.GetMetadata("orders", TimeSpan.FromSeconds(5)).Topics[0].Partitions.Count);
        DescribeConfigsResult described = Assert.Single(await admin.DescribeConfigsAsync([Orders]));
        Assert.Equal(("-1", false), (described.Entries["retention.ms"].Value, described.Entries["retention.ms"].IsDefault));
        Assert.Equal(("1048588", true), (described.Entries["max.message.bytes"].Value, described.Entries["max.message.bytes"].IsDefault));

        await admin.IncrementalAlterConfigsAsync(
            new Dictionary<ConfigResource, List<ConfigEntry>>
            {
                [Orders] =
                [
                    new ConfigEntry
                    {
                        Name = "retention.ms",
                        Value = "5",
                        IncrementalOperation = AlterConfigOpType.Set,
                    },
                ],
            }
        );
        Assert.Equal("5", Assert.Single(await admin.DescribeConfigsAsync([Orders])).Entries["retention.ms"].Value);
    }

    [Theory]
    [InlineData("orders", 1, "retention.ms", ErrorCode.TopicAlreadyExists)]
    [InlineData("bad name", 1, "retention.ms", ErrorCode.TopicException)]
    [InlineData("new", 3, "retention.ms", ErrorCode.InvalidReplicationFactor)]
    [InlineData("new", 1, "no.such.setting", ErrorCode.InvalidConfig)]
    public async Task TopicThatCannotBeMadeIsRefusedWithTheReason(string name, short replicas, string setting, ErrorCode expected)
    {
        Broker.CreateTopic("orders");
        CreateTopicsException refused = await Assert.ThrowsAsync<CreateTopicsException>(() =>
            Admin()
                .CreateTopicsAsync([
                    new TopicSpecification
                    {
                        Name = name,
                        NumPartitions = 1,
                        ReplicationFactor = replicas,
                        Configs = new Dictionary<string, string> { [setting] = "1" },
                    },
                ])
        );
        Assert.Equal(expected, refused.Results[0].Error.Code);
    }

    [Fact]
    public async Task ScriptRefusesWhatItWants()
    {
        Broker.Faults.Fail(Api.CreateTopics, KafkaError.PolicyViolation, times: 1);
        var topic = new TopicSpecification
        {
            Name = "orders",
            NumPartitions = 1,
            ReplicationFactor = 1,
        };
        CreateTopicsException refused = await Assert.ThrowsAsync<CreateTopicsException>(() => Admin().CreateTopicsAsync([topic]));
        Assert.Equal(ErrorCode.PolicyViolation, refused.Results[0].Error.Code);
        await Admin().CreateTopicsAsync([topic]);
    }

    [Fact]
    public async Task PartitionsAreAddedRecordsDeletedAndTopicsDeleted()
    {
        Topic topic = Broker.CreateTopic("orders");
        topic[0].Append(LogRecord.Numbered(5));
        IAdminClient admin = Admin();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "orders", IncreaseTo = 2 }]);
        Assert.Equal(2, topic.Partitions.Count);

        List<DeleteRecordsResult> deleted = await admin.DeleteRecordsAsync([
            new TopicPartitionOffset("orders", 0, 3),
            new TopicPartitionOffset("orders", 1, Offset.End),
        ]);
        Assert.Equal([3, 0], deleted.OrderBy(result => result.Partition.Value).Select(result => result.Offset.Value));
        Assert.Equal(["v3", "v4"], ReadToEnd(Consumer(), topic[0]));

        await admin.DeleteTopicsAsync(["orders"]);
        Assert.Empty(admin.GetMetadata(TimeSpan.FromSeconds(5)).Topics);
    }

    [Fact]
    public void OffsetsAreFoundByTimeAndByIsolation()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append([.. new long[] { 1_000, 3_000, 2_000, 4_000 }.Select(time => LogRecord.Of("k", "v", time))]);
        partition.OpenTransaction(LogRecord.Of("k", "open", 5_000));
        IConsumer<byte[], byte[]> committed = Consumer(("isolation.level", "read_committed"));
        IConsumer<byte[], byte[]> all = Consumer(("isolation.level", "read_uncommitted"));

        Assert.Equal(1, At(all, 1_500));
        Assert.Equal(3, At(all, 3_001));
        Assert.Equal(4, At(all, 4_500));
        Assert.Equal(-1, At(all, 5_001));
        Assert.Equal(4, committed.QueryWatermarkOffsets(new TopicPartition("orders", 0), TimeSpan.FromSeconds(5)).High.Value);
        Assert.Equal(5, all.QueryWatermarkOffsets(new TopicPartition("orders", 0), TimeSpan.FromSeconds(5)).High.Value);
    }

    [Fact]
    public async Task ClusterIsDescribed()
    {
        Broker.ClusterId = "another";
        DescribeClusterResult described = await Admin().DescribeClusterAsync();
        Assert.Equal(("another", 1), (described.ClusterId, described.Controller.Id));
    }

    [Fact]
    public void RequestThatIsNotKnownEndsTheConnectionAndIsNoted()
    {
        Broker.CreateTopic("orders");
        Broker.Versions.Remove(Api.ListOffsets);
        Assert.ThrowsAny<KafkaException>(() => Consumer().QueryWatermarkOffsets(new TopicPartition("orders", 0), TimeSpan.FromSeconds(1)));
    }

    private static ConfigResource Orders => new() { Type = ResourceType.Topic, Name = "orders" };

    private static long At(IConsumer<byte[], byte[]> consumer, long time) =>
        consumer
            .OffsetsForTimes(
                [new TopicPartitionTimestamp("orders", 0, new Timestamp(time, TimestampType.CreateTime))],
                TimeSpan.FromSeconds(5)
            )[0]
            .Offset.Value;
}
