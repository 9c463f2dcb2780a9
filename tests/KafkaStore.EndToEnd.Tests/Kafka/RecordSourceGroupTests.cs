namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The record source as a member of a consumer group.</summary>
public sealed class RecordSourceGroupTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    [Theory]
    [InlineData("range,roundrobin")]
    [InlineData("cooperative-sticky")]
    public async Task APartitionThatWasOutOfRangeGoesOnElsewhereAndTheOthersGoOnWhereTheyAre(string strategy)
    {
        string topic = kafka.NewTopic(partitions: 2);
        (TopicPartition lost, TopicPartition sound) = (new TopicPartition(topic, 0), new TopicPartition(topic, 1));
        foreach (TopicPartition partition in new[] { lost, sound })
            await kafka.WriteAsync(topic, partition.Partition, Enumerable.Range(0, 10).Select(BrokerFixture.Numbered));
        await using var source = new KafkaRecordSource(OptionsFor(strategy), NullLogger.Instance);
        await source.SubscribeAsync([topic], partition => Task.FromResult(partition == lost ? 50L : 0L), default);
        List<SourceItem> before = await ReadUntilAsync(
            source,
            items => items.Contains(new(lost, LogItem.OutOfRange(50))) && items.Contains(new(sound, LogItem.EndOfPartition(10)))
        );
        Assert.Equal(2, before.Count(item => item.Item.Kind == LogItemKind.Assigned));

        await source.MoveAsync(lost, 3, default);
        await source.MoveAsync(new TopicPartition(topic, 7), 3, default); // given to nobody here
        await kafka.WriteAsync(topic, sound.Partition, BrokerFixture.Numbered(10));
        List<SourceItem> after = await ReadUntilAsync(
            source,
            items => items.Contains(new(lost, LogItem.EndOfPartition(10))) && items.Contains(new(sound, LogItem.EndOfPartition(11)))
        );

        Assert.Equal(Enumerable.Range(3, 7).Select(i => (long)i), OffsetsOf(after, lost));
        Assert.Equal([10L], OffsetsOf(after, sound));
        Assert.DoesNotContain(after, item => item.Item.Kind is LogItemKind.Revoked or LogItemKind.Assigned);
    }

    private KafkaClientOptions OptionsFor(string strategy) =>
        kafka.Options with
        {
            ConsumerGroup = "shared " + strategy,
            Properties = new Dictionary<string, Secret>(kafka.Options.Properties) { ["partition.assignment.strategy"] = strategy },
        };

    private static IEnumerable<long> OffsetsOf(List<SourceItem> items, TopicPartition partition) =>
        items.Where(item => item.Partition == partition && item.Item.Kind == LogItemKind.Record).Select(item => item.Item.Offset);

    private static async Task<List<SourceItem>> ReadUntilAsync(KafkaRecordSource source, Func<List<SourceItem>, bool> complete)
    {
        var items = new List<SourceItem>();
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!complete(items))
            items.AddRange(await source.ReadAsync(new BatchLimits(100, 1 << 20), TimeSpan.FromSeconds(1), tooLong.Token));
        return items;
    }
}
