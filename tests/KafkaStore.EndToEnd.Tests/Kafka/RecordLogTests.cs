namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class RecordLogTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task BoundsCoverEveryPartitionOfEveryTopic()
    {
        string first = kafka.NewTopic(partitions: 3);
        string second = kafka.NewTopic(partitions: 2);
        await kafka.WriteAsync(first, 1, Enumerable.Range(0, 7).Select(BrokerFixture.Numbered));
        await kafka.WriteAsync(second, 0, Enumerable.Range(0, 2).Select(BrokerFixture.Numbered));
        await using KafkaRecordLog log = kafka.Log();

        IReadOnlyList<LogBounds> bounds = await log.GetBoundsAsync([first, second], default);

        Assert.Equal(
            [
                new(new TopicPartition(first, 0), 0, 0),
                new(new TopicPartition(first, 1), 0, 7),
                new(new TopicPartition(first, 2), 0, 0),
                new(new TopicPartition(second, 0), 0, 2),
                new(new TopicPartition(second, 1), 0, 0),
            ],
            bounds
        );
        await kafka.WriteAsync(first, 1, BrokerFixture.Numbered(8));
        Assert.Equal(8, (await log.GetBoundsAsync([first], default))[1].End);
    }

    [Fact]
    public async Task TheEndOfOnePartitionIsAskedForAlone()
    {
        string topic = kafka.NewTopic(partitions: 3);
        await kafka.WriteAsync(topic, 1, Enumerable.Range(0, 7).Select(BrokerFixture.Numbered));
        await using KafkaRecordLog log = kafka.Log();

        Assert.Equal(7, await log.FindEndAsync(new TopicPartition(topic, 1), default));
        await kafka.WriteAsync(topic, 1, BrokerFixture.Numbered(8));
        Assert.Equal(8, await log.FindEndAsync(new TopicPartition(topic, 1), default));
        Assert.Equal(0, await log.FindEndAsync(new TopicPartition(topic, 2), default));
        await Assert.ThrowsAsync<UnknownTopicException>(() => log.FindEndAsync(new TopicPartition("nowhere", 0), default));
    }

    [Fact]
    public async Task NoTopicsHaveNoBounds()
    {
        await using KafkaRecordLog log = kafka.Log();
        Assert.Empty(await log.GetBoundsAsync([], default));
    }

    [Fact]
    public async Task UnknownTopicIsSaidAndNotCreated()
    {
        await using KafkaRecordLog log = kafka.Log();
        for (int i = 0; i < 2; i++)
        {
            UnknownTopicException failure = await Assert.ThrowsAsync<UnknownTopicException>(() => log.GetBoundsAsync(["nowhere"], default));
            Assert.Equal(
                $"{kafka.Broker.Brokers} has no topic nowhere. Check the topic's name, or create the topic first.",
                failure.Message
            );
        }
    }

    [Fact]
    public async Task RetentionMovesTheLogStart()
    {
        (string topic, long start) = await TopicWithLostStart();
        await using KafkaRecordLog log = kafka.Log();
        LogBounds bounds = Assert.Single(await log.GetBoundsAsync([topic], default));
        Assert.Equal(start, bounds.Start);
        Assert.Equal(8, bounds.End);
    }

    [Fact]
    public async Task CursorReadsRecordsThenTheEnd()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 5).Select(BrokerFixture.Numbered));
        await using KafkaRecordLog log = kafka.Log();
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition(topic, 0));

        await cursor.SeekAsync(3, default);
        Assert.Equal([(LogItemKind.Record, 3), (LogItemKind.Record, 4), (LogItemKind.EndOfPartition, 5)], await Read(cursor, 3));

        await cursor.SeekAsync(1, default);
        Assert.Equal([(LogItemKind.Record, 1), (LogItemKind.Record, 2)], await Read(cursor, 2));

        await cursor.SeekAsync(4, default);
        Assert.Equal([(LogItemKind.Record, 4), (LogItemKind.EndOfPartition, 5)], await Read(cursor, 2));

        await cursor.SeekAsync(5, default);
        Assert.Equal([(LogItemKind.EndOfPartition, 5)], await Read(cursor, 1));
    }

    [Fact]
    public async Task CursorThatReachedTheEndSaysWhatComesLater()
    {
        string topic = kafka.NewTopic();
        await using KafkaRecordLog log = kafka.Log();
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition(topic, 0));
        await cursor.SeekAsync(0, default);
        Assert.Equal([(LogItemKind.EndOfPartition, 0)], await Read(cursor, 1));

        await kafka.WriteAsync(topic, 0, BrokerFixture.Numbered(0));
        Assert.Equal([(LogItemKind.Record, 0), (LogItemKind.EndOfPartition, 1)], await Read(cursor, 2));
    }

    [Fact]
    public async Task CursorWaitsABoundedTime()
    {
        string topic = kafka.NewTopic();
        await using var log = new KafkaRecordLog(
            kafka.Options with
            {
                CursorPatience = TimeSpan.FromMilliseconds(300),
            },
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance
        );
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition(topic, 0));
        await cursor.SeekAsync(0, default);
        await cursor.ReadAsync(default);
        Assert.Equal(LogItem.Nothing(0), await cursor.ReadAsync(default));
    }

    [Fact]
    public async Task CursorSaysOutOfRangeBelowTheLogStartAndGoesOnAfterASeek()
    {
        (string topic, long start) = await TopicWithLostStart();
        await using KafkaRecordLog log = kafka.Log();
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition(topic, 0));

        await cursor.SeekAsync(0, default);
        Assert.Equal(LogItem.OutOfRange(0), await cursor.ReadAsync(default));
        await cursor.SeekAsync(start, default);
        Assert.Equal([(LogItemKind.Record, start)], await Read(cursor, 1));
    }

    [Fact]
    public async Task CursorSaysOutOfRangeAboveTheEnd()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, BrokerFixture.Numbered(0));
        await using KafkaRecordLog log = kafka.Log();
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition(topic, 0));
        await cursor.SeekAsync(100, default);
        Assert.Equal(LogItem.OutOfRange(100), await cursor.ReadAsync(default));
    }

    [Fact]
    public async Task CursorMustBeSentSomewhereFirst()
    {
        await using KafkaRecordLog log = kafka.Log();
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition("any", 0));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await cursor.ReadAsync(default));
    }

    /// <summary>Eight incompressible megabyte records, each a batch of its own; the embedded broker keeps the last five.</summary>
    private async Task<(string Topic, long Start)> TopicWithLostStart()
    {
        string topic = kafka.NewTopic();
        for (int i = 0; i < 8; i++)
        {
            byte[] value = System.Security.Cryptography.RandomNumberGenerator.GetBytes(1_000_000);
            await kafka.WriteAsync(topic, 0, new Record(-1, 1_000 + i, null, value, []));
        }
        return (topic, 3);
    }

    private static async Task<List<(LogItemKind, long)>> Read(ILogCursor cursor, int count)
    {
        var items = new List<(LogItemKind, long)>();
        for (int i = 0; i < count; i++)
        {
            LogItem item = await cursor.ReadAsync(default);
            items.Add((item.Kind, item.Offset));
        }
        return items;
    }
}
