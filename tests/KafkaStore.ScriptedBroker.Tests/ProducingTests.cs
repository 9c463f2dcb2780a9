namespace KafkaStore.Scripted.Tests;

public sealed class ProducingTests : BrokerTest
{
    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    [InlineData("snappy")]
    public async Task ProducedRecordsAreKeptAsTheyAre(string codec)
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        IProducer<string?, string?> producer = Producer(("compression.type", codec));
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => WriteAsync(producer, $"a value that repeats {i}")));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"a value that repeats {i}"), ReadToEnd(Consumer(), partition));
    }

    [Fact]
    public async Task BatchThatIsTooLargeForTheTopicIsRefused()
    {
        Topic topic = Broker.CreateTopic("orders");
        topic.Config["max.message.bytes"] = "1000";
        ProduceException<string?, string?> refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() =>
            WriteAsync(Producer(), new string('x', 2_000))
        );

        Assert.Equal(ErrorCode.MsgSizeTooLarge, refused.Error.Code);
        Assert.Equal(0, (await WriteAsync(Producer(), "small")).Offset.Value);
    }

    [Fact]
    public async Task IdempotentProducerWritesOnceThoughAnswersAreLost()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        Broker.Faults.LoseAnswer(Api.Produce, times: 2);
        IProducer<string?, string?> producer = Producer(("enable.idempotence", "true"));
        DeliveryResult<string?, string?>[] written = [await WriteAsync(producer, "one"), await WriteAsync(producer, "two")];

        Assert.Equal([0, 1], written.Select(result => result.Offset.Value));
        Assert.Equal(["one", "two"], ReadToEnd(Consumer(), partition));
    }

    [Fact]
    public async Task ProducerThatIsNotIdempotentWritesTwiceThen()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        Broker.Faults.LoseAnswer(Api.Produce, times: 1);
        await WriteAsync(Producer(), "one");

        Assert.Equal(["one", "one"], ReadToEnd(Consumer(), partition));
    }

    [Fact]
    public async Task TransactionsOfAClientAreCommittedAndAborted()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        IProducer<string?, string?> producer = Producer(("transactional.id", "tests"));
        producer.InitTransactions(TimeSpan.FromSeconds(5));
        foreach (
            (string value, bool commits) in (IEnumerable<(string, bool)>)[("committed", true), ("aborted", false), ("committed too", true)]
        )
        {
            producer.BeginTransaction();
            await WriteAsync(producer, value);
            if (commits)
                producer.CommitTransaction();
            else
                producer.AbortTransaction();
        }

        Assert.Equal(["committed", "committed too"], ReadToEnd(Consumer(("isolation.level", "read_committed")), partition));
        Assert.Equal(6, partition.End);
    }

    [Fact]
    public async Task LogAppendTimeTakesThePlaceOfTheProducersTime()
    {
        Topic topic = Broker.CreateTopic("orders");
        topic.Config["message.timestamp.type"] = "LogAppendTime";
        DeliveryResult<string?, string?> written = await WriteAsync(Producer(), "v", timestamp: 1_000);

        Assert.Equal(TimestampType.LogAppendTime, written.Timestamp.Type);
        Message<byte[], byte[]> read = Assert.Single(ReadRecordsToEnd(Consumer(), topic[0])).Message;
        Assert.Equal(TimestampType.LogAppendTime, read.Timestamp.Type);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - read.Timestamp.UnixTimestampMs, 0, 60_000);
    }

    [Fact]
    public async Task TimestampsOutsideOfTheTopicsRangeAreRefused()
    {
        Topic topic = Broker.CreateTopic("orders");
        topic.Config["message.timestamp.before.max.ms"] = "3600000";
        IProducer<string?, string?> producer = Producer();
        foreach (long time in (long[])[1_700_000_000_000, DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds()])
        {
            ProduceException<string?, string?> refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() =>
                WriteAsync(producer, "v", time)
            );
            Assert.Equal(ErrorCode.InvalidTimestamp, refused.Error.Code);
        }
    }

    [Fact]
    public async Task CompactedTopicTakesNoRecordWithoutAKey()
    {
        Broker.CreateTopic("orders").Config["cleanup.policy"] = "compact";
        ProduceException<string?, string?> refused = await Assert.ThrowsAsync<ProduceException<string?, string?>>(() =>
            Producer().ProduceAsync("orders", new Message<string?, string?> { Key = null, Value = "v" })
        );
        Assert.Equal(ErrorCode.InvalidRecord, refused.Error.Code);
    }

    [Fact]
    public void ProducerThatWantsNoAcknowledgementGetsNone()
    {
        BrokerPartition partition = Broker.CreateTopic("orders")[0];
        IProducer<string?, string?> producer = Producer(("acks", "0"));
        for (int i = 0; i < 10; i++)
            producer.Produce("orders", new Message<string?, string?> { Key = "k", Value = $"v{i}" });
        producer.Flush(TimeSpan.FromSeconds(5));

        Assert.Equal(10, ReadToEnd(Consumer(), partition).Count);
    }

    private static Task<DeliveryResult<string?, string?>> WriteAsync(
        IProducer<string?, string?> producer,
        string value,
        long? timestamp = null
    ) =>
        producer.ProduceAsync(
            new TopicPartition("orders", 0),
            new Message<string?, string?>
            {
                Key = "k",
                Value = value,
                Timestamp = timestamp is { } time ? new Timestamp(time, TimestampType.CreateTime) : Timestamp.Default,
            }
        );
}
