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
    public void ReadCommittedConsumerSeesNeitherAbortedNorOpenTransactions()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Of("k", "plain"));
        partition.CommittedTransaction(LogRecord.Of("k", "committed"));
        partition.AbortedTransaction(LogRecord.Of("k", "aborted"), LogRecord.Of("k", "aborted too"));
        partition.Append(LogRecord.Of("k", "between"));
        Transaction open = partition.OpenTransaction(LogRecord.Of("k", "open"));
        partition.Append(LogRecord.Of("k", "behind the open one"));
        IConsumer<byte[], byte[]> consumer = Consumer(("isolation.level", "read_committed"));

        Assert.Equal(["plain", "committed", "between"], ReadToEnd(consumer, partition));
        Assert.Equal(open.FirstOffset, partition.LastStable);

        open.Commit();
        Assert.Equal("open", NextValue(consumer));
        Assert.Equal("behind the open one", NextValue(consumer));
    }

    [Fact]
    public void InterleavedTransactionsAreToldApartByTheirProducers()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        Transaction one = partition.OpenTransaction(LogRecord.Of("k", "a0"));
        Transaction two = partition.OpenTransaction(LogRecord.Of("k", "b0"));
        one.Append(LogRecord.Of("k", "a1"));
        two.Append(LogRecord.Of("k", "b1"));
        one.Abort();
        two.Commit();

        Assert.Equal(["b0", "b1"], ReadToEnd(Consumer(("isolation.level", "read_committed")), partition));
        Assert.Equal(["a0", "b0", "a1", "b1"], ReadToEnd(Consumer(("isolation.level", "read_uncommitted")), partition));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CompactionLeavesGapsAndKeepsTheOffsetsOfTheRest(bool keepsEmptyBatches)
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Fill(40, i => LogRecord.Of($"k{i % 4}", $"v{i}"), perBatch: 10);
        partition.Compact(record => record.Offset is 3 or 17 or 36, keepsEmptyBatches);

        List<ConsumeResult<byte[], byte[]>> read = ReadRecordsToEnd(Consumer(), partition);
        Assert.Equal([3, 17, 36], read.Select(record => record.Offset.Value));
        Assert.Equal(["v3", "v17", "v36"], read.Select(Value));
        Assert.Equal(["v17", "v36"], ReadToEnd(Consumer(), partition, from: 4));
    }

    [Fact]
    public void CompactionByKeyKeepsTheNewestOfEach()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Fill(9, i => LogRecord.Of($"k{i % 3}", $"v{i}"), perBatch: 4);
        partition.Compact();

        Assert.Equal(["v6", "v7", "v8"], ReadToEnd(Consumer(), partition));
    }

    [Fact]
    public void OffsetsThatWereSkippedAreAGap()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Of("k", "before"));
        partition.SkipTo(5_000_000_000);
        partition.Append(LogRecord.Of("k", "behind"));

        Assert.Equal([0, 5_000_000_000], ReadRecordsToEnd(Consumer(), partition).Select(record => record.Offset.Value));
    }

    [Fact]
    public void ConsumerOfDeletedRecordsIsToldThatItsOffsetIsOutOfRange()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        partition.Append(LogRecord.Numbered(10));
        partition.Append(LogRecord.Numbered(10, first: 10));
        partition.DeleteRecordsBefore(15);

        var refused = Assert.Throws<ConsumeException>(() => ReadToEnd(Consumer(), partition, from: 5));
        Assert.Equal(ErrorCode.Local_AutoOffsetReset, refused.Error.Code);
        Assert.Equal(["v15", "v16", "v17", "v18", "v19"], ReadToEnd(Consumer(), partition));
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
        partition.Append([.. times.Select(time => LogRecord.Of("k", "v", time) with { Headers = [new LogHeader(new byte[] { 0xff, 0xfe }, new byte[] { 1 })] })]);

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
    }
}
