using Confluent.Kafka;
using KafkaStore.Kafka.Clients;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class OutOfRangeTests
{
    private static readonly TopicPartition Partition = new("orders", 0);

    [Fact]
    public void OffsetPastTheLogIsReportedAtThePartitionsPosition() => Assert.Equal(LogItem.OutOfRange(100), Accepted(new Offset(100)));

    /// <summary>librdkafka from 2.1 on, where a new leader has less than was read: the partition must not stand still for ever.</summary>
    [Fact]
    public void TruncatedLogForWhichTheClientNamesNoOffsetIsReportedToo() => Assert.Equal(LogItem.OutOfRange(100), Accepted(Offset.Unset));

    [Fact]
    public void WhatAnEarlierPositionLeftOverIsDropped() => Assert.Null(Accepted(new Offset(99)));

    private static LogItem? Accepted(Offset named)
    {
        var positions = new SourcePositions(NullLogger.Instance);
        positions.Add(Partition, 100);
        var item = new SourceItem(Partition, RecordConversion.OutOfRange(named));
        return positions.Accept(ref item) ? item.Item : null;
    }
}
