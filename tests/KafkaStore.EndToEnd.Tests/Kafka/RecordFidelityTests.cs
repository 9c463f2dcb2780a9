namespace KafkaStore.EndToEnd.Tests.Kafka;

public sealed class RecordFidelityTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    private static readonly ReadOnlyMemory<byte> Empty = Array.Empty<byte>();

    [Fact]
    public Task NullKeyStaysNull() => ComesBack(new Record(-1, 5, null, Bytes("v"), []));

    [Fact]
    public Task EmptyKeyStaysEmpty() => ComesBack(new Record(-1, 5, Empty, Bytes("v"), []));

    [Fact]
    public Task NullValueStaysNull() => ComesBack(new Record(-1, 5, Bytes("k"), null, []));

    [Fact]
    public Task EmptyValueStaysEmpty() => ComesBack(new Record(-1, 5, Bytes("k"), Empty, []));

    [Fact]
    public Task BinaryKeyAndValueStayAsTheyAre() =>
        ComesBack(new Record(-1, 1, new byte[] { 0, 255, 128, 10, 0 }, new byte[] { 0xC3, 0x28, 0 }, []));

    [Fact]
    public Task HundredHeadersKeepTheirOrder() =>
        ComesBack(new Record(-1, 5, null, null, [.. Enumerable.Range(0, 100).Select(i => Header($"header-{i:000}", $"{i * i}"))]));

    [Fact]
    public Task RepeatedNullAndEmptyHeadersStayApart() =>
        ComesBack(
            new Record(
                -1,
                5,
                null,
                null,
                [
                    Header("twice", "first"),
                    Header("twice", "second"),
                    new RecordHeader("null", null),
                    new RecordHeader("empty", Empty),
                    new RecordHeader("", Bytes("no name")),
                    new RecordHeader("ключ", new byte[] { 0, 1, 2, 255 }),
                ]
            )
        );

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1_700_000_000_123)]
    [InlineData(253_402_300_799_999)]
    public Task TimestampsKeepTheirMilliseconds(long timestamp) => ComesBack(new Record(-1, timestamp, null, Bytes("v"), []));

    [Fact]
    public Task ValueOfFiveMegabytesComesBackWhole() =>
        ComesBack(new Record(-1, 5, Bytes("large"), RandomNumberGenerator.GetBytes(5_000_000), []));

    [Fact]
    public async Task TimestampZeroBecomesThePresentTime()
    {
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        Record read = await RoundTrip(new Record(-1, 0, null, Bytes("v"), []));
        Assert.InRange(read.Timestamp, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
    }

    private async Task ComesBack(Record written)
    {
        Record read = await RoundTrip(written);
        Assert.Equal(0, read.Offset);
        Assert.Equal(written.Timestamp, read.Timestamp);
        Assert.Equal(Content(written.Key), Content(read.Key));
        Assert.Equal(Content(written.Value), Content(read.Value));
        Assert.Equal(
            written.Headers.Select(header => (header.Key, Content(header.Value))),
            read.Headers.Select(header => (header.Key, Content(header.Value)))
        );
    }

    /// <summary>Through both readers, which must agree.</summary>
    private async Task<Record> RoundTrip(Record written)
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, written);
        await using KafkaRecordLog log = kafka.Log();
        await using ILogCursor cursor = log.OpenCursor(new TopicPartition(topic, 0));
        await cursor.SeekAsync(0, default);
        Record byCursor = (await cursor.ReadAsync(default)).Record!.Value;

        await using KafkaRecordSource source = kafka.Source();
        await source.AssignAsync(new Dictionary<TopicPartition, long> { [new TopicPartition(topic, 0)] = 0 }, default);
        Record bySource = (await BrokerFixture.ReadToEndsAsync(source))[0].Item.Record!.Value;
        Assert.Equal(Content(byCursor.Key), Content(bySource.Key));
        Assert.Equal(Content(byCursor.Value), Content(bySource.Value));
        Assert.Equal(byCursor.Headers.Count, bySource.Headers.Count);
        return byCursor;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static RecordHeader Header(string key, string value) => new(key, Bytes(value));

    private static string Content(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? $"bytes {Convert.ToHexString(some.Span)}" : "null";
}
