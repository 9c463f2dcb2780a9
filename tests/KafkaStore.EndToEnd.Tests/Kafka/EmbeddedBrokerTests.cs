namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class EmbeddedBrokerTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    [Fact]
    public void ListensOnLoopbackOnly() => Assert.Matches(@"^127\.0\.0\.1:\d+$", kafka.Broker.Brokers);

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public async Task TopicHasThePartitionsAskedFor(int partitions)
    {
        string topic = kafka.NewTopic(partitions);
        await using KafkaRecordLog log = kafka.Log();
        IReadOnlyList<LogBounds> bounds = await log.GetBoundsAsync([topic], default);
        Assert.Equal(Enumerable.Range(0, partitions), bounds.Select(bound => bound.Partition.Partition));
    }

    [Fact]
    public void TopicCanBeMadeOnlyOnce()
    {
        string topic = kafka.NewTopic();
        Assert.Throws<InvalidOperationException>(() => kafka.Broker.CreateTopic(topic, 1));
    }

    [Fact]
    public void TwoBrokersStandSideBySide()
    {
        using var other = EmbeddedBroker.Start();
        Assert.NotEqual(kafka.Broker.Brokers, other.Brokers);
        other.Dispose();
        Assert.Throws<ObjectDisposedException>(() => other.CreateTopic("late", 1));
    }
}
