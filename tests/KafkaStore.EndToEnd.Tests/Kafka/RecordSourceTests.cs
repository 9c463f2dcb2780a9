using Confluent.Kafka;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class RecordSourceTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task EachPartitionComesInOrderAndOnceWithItsEnd()
    {
        string topic = kafka.NewTopic(partitions: 4);
        for (int partition = 0; partition < 4; partition++)
            await kafka.WriteAsync(topic, partition, Enumerable.Range(0, 1_000).Select(BrokerFixture.Numbered));
        await using KafkaRecordSource source = kafka.Source();
        await source.AssignAsync(Enumerable.Range(0, 4).ToDictionary(p => new TopicPartition(topic, p), p => p * 100L), default);

        List<SourceItem> items = await BrokerFixture.ReadToEndsAsync(source, ends: 4, new BatchLimits(333, 1 << 20));

        for (int partition = 0; partition < 4; partition++)
        {
            List<LogItem> mine = [.. items.Where(item => item.Partition == new TopicPartition(topic, partition)).Select(item => item.Item)];
            int first = partition * 100;
            Assert.Equal(
                Enumerable.Range(first, 1_000 - first).Select(i => (long)i),
                mine.SkipLast(1).Select(item => item.Record!.Value.Offset)
            );
            Assert.Equal(LogItem.EndOfPartition(1_000), mine[^1]);
        }
        Assert.Empty(await source.ReadAsync(new BatchLimits(10, 1_000), TimeSpan.FromMilliseconds(200), default));
    }

    [Fact]
    public async Task BatchEndsAtTheRecordLimit()
    {
        await using KafkaRecordSource source = await SourceOverThirty();
        Assert.Equal(7, (await source.ReadAsync(new BatchLimits(7, 1 << 20), Patience, default)).Count);
        Assert.Equal(7, (await source.ReadAsync(new BatchLimits(7, 1 << 20), Patience, default))[0].Item.Offset);
    }

    [Fact]
    public async Task BatchEndsWithTheRecordThatCrossesTheByteLimit()
    {
        await using KafkaRecordSource source = await SourceOverThirty();
        // "key 0" and "value 0" are 12 bytes.
        Assert.Equal(3, (await source.ReadAsync(new BatchLimits(100, 25), Patience, default)).Count);
    }

    [Fact]
    public async Task OffsetOutOfRangeIsAnItemAndOtherPartitionsGoOn()
    {
        string topic = kafka.NewTopic(partitions: 2);
        await kafka.WriteAsync(topic, 1, BrokerFixture.Numbered(0));
        await using KafkaRecordSource source = kafka.Source();
        await source.AssignAsync(new Dictionary<TopicPartition, long> { [new(topic, 0)] = 50, [new(topic, 1)] = 0 }, default);

        List<SourceItem> items = await BrokerFixture.ReadToEndsAsync(source);
        while (!items.Exists(item => item.Item.Kind == LogItemKind.OutOfRange))
            items.AddRange(await source.ReadAsync(new BatchLimits(10, 1_000), Patience, default));
        Assert.Contains(new SourceItem(new TopicPartition(topic, 0), LogItem.OutOfRange(50)), items);
        Assert.Contains(items, item => item.Partition.Partition == 1 && item.Item.Kind == LogItemKind.Record);
    }

    [Fact]
    public async Task NewAssignmentReplacesTheOldOne()
    {
        await using KafkaRecordSource source = await SourceOverThirty();
        TopicPartition partition = (await source.ReadAsync(new BatchLimits(20, 1 << 20), Patience, default))[0].Partition;

        await source.AssignAsync(new Dictionary<TopicPartition, long> { [partition] = 5 }, default);
        List<SourceItem> items = await BrokerFixture.ReadToEndsAsync(source);

        Assert.Equal(Enumerable.Range(5, 26).Select(i => (long)i), items.Select(item => item.Item.Offset));
    }

    [Fact]
    public async Task ReadingCanBeCancelled()
    {
        string topic = kafka.NewTopic();
        await using KafkaRecordSource source = kafka.Source();
        await source.AssignAsync(new Dictionary<TopicPartition, long> { [new(topic, 0)] = 0 }, default);
        await BrokerFixture.ReadToEndsAsync(source);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await source.ReadAsync(new BatchLimits(10, 1_000), TimeSpan.FromMinutes(1), soon.Token)
        );
    }

    [Fact]
    public async Task OnlyStoredOffsetsAreCommitted()
    {
        string topic = kafka.NewTopic(partitions: 2);
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 10).Select(BrokerFixture.Numbered));
        await kafka.WriteAsync(topic, 1, Enumerable.Range(0, 10).Select(BrokerFixture.Numbered));
        await using (KafkaRecordSource source = kafka.Source())
        {
            await source.AssignAsync(new Dictionary<TopicPartition, long> { [new(topic, 0)] = 0, [new(topic, 1)] = 0 }, default);
            await BrokerFixture.ReadToEndsAsync(source, ends: 2);
            await source.CommitAsync(default);
            Assert.Equal([Offset.Unset, Offset.Unset], Committed(topic));

            source.StoreOffset(new TopicPartition(topic, 0), 4);
            await source.CommitAsync(default);
            Assert.Equal([4, Offset.Unset], Committed(topic));

            source.StoreOffset(new TopicPartition(topic, 1), 9);
            source.StoreOffset(new TopicPartition("not-assigned", 1), 9);
        }
        Assert.Equal([4, 9], Committed(topic));
    }

    private async Task<KafkaRecordSource> SourceOverThirty()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 30).Select(BrokerFixture.Numbered));
        KafkaRecordSource source = kafka.Source();
        await source.AssignAsync(new Dictionary<TopicPartition, long> { [new(topic, 0)] = 0 }, default);
        return source;
    }

    private List<Offset> Committed(string topic)
    {
        using IConsumer<byte[], byte[]> consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = kafka.Broker.Brokers, GroupId = "archiver" }
        ).Build();
        return [.. consumer.Committed([new(topic, 0), new(topic, 1)], Patience).Select(committed => committed.Offset)];
    }
}
