namespace KafkaStore.Scripted.Tests;

public sealed class ConsumingTests : BrokerTest
{
    [Fact]
    public void RecordsComeInOrderAndFetchedByTopicId()
    {
        Topic topic = Broker.CreateTopic("orders");
        topic[0].Fill(2_000, i => LogRecord.Of($"k{i}", $"v{i}"), perBatch: 7);

        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"v{i}"), ReadToEnd(Consumer(), topic[0]));
        Assert.Contains(Broker.Requests, request => request is { Api: Api.Fetch, Version: 16 });
    }

    [Fact]
    public void DamagedBatchIsAnErrorThatNamesItsOffset()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        foreach (string value in (string[])["before", "damaged", "behind"])
            partition.Append(LogRecord.Of("k", value));
        partition.Damage(1);
        IConsumer<byte[], byte[]> consumer = Consumer();
        consumer.Assign(new TopicPartitionOffset("orders", 0, 0));

        Assert.Equal("before", NextValue(consumer));
        ConsumeException refused = Assert.Throws<ConsumeException>(() => NextValue(consumer));
        Assert.Equal(ErrorCode.Local_BadMsg, refused.Error.Code);
        Assert.Equal(new TopicPartitionOffset("orders", 0, 1), refused.ConsumerRecord.TopicPartitionOffset);

        partition.Damage(1);
        Assert.Equal(["damaged", "behind"], ReadToEnd(Consumer(), partition, from: 1));
    }

    [Fact]
    public void HeaderNamesMayBeNoUtf8AndTimestampsAnything()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        long[] times = [1_700_000_000_000, 0, long.MaxValue / 2, 1_600_000_000_000];
        partition.Append([
            .. times.Select(time =>
                LogRecord.Of("k", "v", time) with
                {
                    Headers = [new LogHeader(new byte[] { 0xff, 0xfe }, new byte[] { 1 })],
                }
            ),
        ]);

        List<ConsumeResult<byte[], byte[]>> read = ReadRecordsToEnd(Consumer(), partition);
        Assert.Equal(times, read.Select(record => record.Message.Timestamp.UnixTimestampMs));
        Assert.Equal("\ufffd\ufffd", Assert.Single(read[0].Message.Headers).Key);
    }

    [Fact]
    public void EndlessTopicIsReadToItsEndAtTheSpeedOfMemory()
    {
        const int Records = 300_001;
        BrokerPartition partition = Broker.CreateEndlessTopic("endless", 1, Records, recordBytes: 900)[0];
        IConsumer<byte[], byte[]> consumer = Consumer(("queued.min.messages", "1000000"), ("fetch.queue.backoff.ms", "5"));
        consumer.Assign(new TopicPartitionOffset("endless", 0, 0));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        long expected = 0;
        while (Next(consumer) is { IsPartitionEOF: false } record)
        {
            Assert.Equal(expected++, record.Offset.Value);
            Assert.Equal(900, record.Message.Value.Length);
        }

        Assert.Equal(Records, expected);
        Assert.True(Records * 900 / watch.Elapsed.TotalSeconds > 20e6, $"{Records} records took {watch.Elapsed}.");
        Assert.Single(ReadToEnd(Consumer(), partition, from: Records - 1));
        // Whoever asks at the end gets nothing, again and again.
        Assert.InRange(Broker.BytesSent, Records * 900L, Records * 1000L);
    }
}
