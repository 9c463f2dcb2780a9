namespace KafkaStore.Scripted.Tests;

public sealed class CleaningTests : BrokerTest
{
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

        ConsumeException refused = Assert.Throws<ConsumeException>(() => ReadToEnd(Consumer(), partition, from: 5));
        Assert.Equal(ErrorCode.Local_AutoOffsetReset, refused.Error.Code);
        Assert.Equal(["v15", "v16", "v17", "v18", "v19"], ReadToEnd(Consumer(), partition));
    }

    [Fact]
    public void RetentionDeletesOldRecordsWhenTheScriptSaysSo()
    {
        Topic topic = Broker.CreateTopic("orders");
        topic.Config["retention.ms"] = "3600000";
        topic[0].Append(LogRecord.Of("k", "old", 1_700_000_000_000));
        topic[0].Append(LogRecord.Of("k", "new"));
        topic.ApplyRetention();

        Assert.Equal(["new"], ReadToEnd(Consumer(), topic[0]));
        Assert.Equal(1, topic[0].Start);
    }
}
