namespace KafkaStore.Tests.Avro;

public sealed class SyncMarkerTests
{
    [Fact]
    public void MarkerFollowsFromTopicPartitionBaseAndSchema()
    {
        byte[] input =
        [
            .. Encoding.UTF8.GetBytes("orders"),
            0,
            0x01,
            0x02,
            0x03,
            0x04,
            0x01,
            0x12,
            0x23,
            0x34,
            0x45,
            0x56,
            0x67,
            0x78,
            .. MessageSchema.Utf8.Span,
        ];

        byte[] marker = SyncMarker.For(
            new ArchiveName(new TopicPartition("orders", 0x01020304), 0x0112233445566778),
            MessageSchema.Utf8.Span
        );

        Assert.Equal(SHA256.HashData(input)[..16], marker);
    }

    [Fact]
    public void NamesThatDifferHaveDifferentMarkers()
    {
        ArchiveName[] names =
        [
            new(new TopicPartition("t", 1), 2),
            new(new TopicPartition("t", 2), 1),
            new(new TopicPartition("u", 1), 2),
            new(new TopicPartition("t", 1), 3),
            new(new TopicPartition(new string('t', 249), 1), 2),
        ];

        Assert.Equal(names.Length, names.Select(name => Convert.ToHexString(SyncMarker.For(name, [1]))).Distinct().Count());
    }

    [Fact]
    public async Task MarkerEndsTheHeaderAndEveryBlock()
    {
        byte[] container = await SampleContainers.WriteAsync(SampleRecords.Varied(seed: 1, count: 10), ContainerCodec.Null);
        byte[] marker = SyncMarker.For(SampleContainers.Name, MessageSchema.Utf8.Span);
        await using ContainerReader reader = await SampleContainers.OpenAsync(container);

        Assert.Equal(marker, container[(reader.Header.Length - 16)..reader.Header.Length]);
        Assert.Equal(marker, container[^16..]);
    }
}
