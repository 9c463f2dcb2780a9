namespace KafkaStore.Tests.Avro;

public sealed class RecordEncodingTests
{
    public static TheoryData<string, Record> Records() =>
        new()
        {
            { "null key and value", SampleRecords.Of(0) },
            { "empty key", SampleRecords.Of(1, key: "") },
            { "empty value", SampleRecords.Of(1, value: "") },
            { "text", SampleRecords.Of(2, 1_478_570_870_012, "key", "hello wörld") },
            { "binary key", new Record(3, 1, AllBytes(), AllBytes(), []) },
            { "smallest numbers", SampleRecords.Of(0, long.MinValue) },
            { "largest numbers", SampleRecords.Of(long.MaxValue, long.MaxValue) },
            { "no timestamp", SampleRecords.Of(9, -1, "k", "v") },
            { "value of 5 MB", new Record(4, 1, null, Noise(5_000_000), []) },
            { "key of 5 MB", new Record(4, 1, Noise(5_000_000), null, []) },
            {
                "100 headers",
                SampleRecords.Of(5, 1, "k", "v", [.. Enumerable.Range(0, 100).Select(i => SampleRecords.Header($"header-{i}", (byte)i))])
            },
            {
                "repeated header keys",
                SampleRecords.Of(6, 1, "k", "v", SampleRecords.Header("a", 1), SampleRecords.Header("a", 2), SampleRecords.Header("a", 1))
            },
            { "header without value", SampleRecords.Of(7, 1, "k", "v", SampleRecords.Header("a", null), SampleRecords.Header("a", [])) },
            { "empty header key", SampleRecords.Of(8, 1, "k", "v", SampleRecords.Header("", 0)) },
            { "header key of many letters", SampleRecords.Of(8, 1, "k", "v", SampleRecords.Header("é😀\0" + new string('x', 40_000), 0)) },
        };

    [Theory]
    [MemberData(nameof(Records), DisableDiscoveryEnumeration = true)]
    public void RecordSurvivesUnchanged(string what, Record record)
    {
        Assert.NotEmpty(what);
        EncodedRecord encoded = RecordEncoding.Encode(record);

        Record decoded = RecordEncoding.Decode(encoded);

        Assert.Equal((record.Offset, record.Timestamp), (encoded.Offset, encoded.Timestamp));
        Assert.Equal(SampleRecords.Text(record), SampleRecords.Text(decoded));
    }

    [Theory]
    [MemberData(nameof(Records), DisableDiscoveryEnumeration = true)]
    public void RecordIsEncodedAsTheSpecificationSays(string what, Record record)
    {
        Assert.NotEmpty(what);

        Assert.True(Plain(record).AsSpan().SequenceEqual(RecordEncoding.Encode(record).Bytes.Span));
    }

    [Fact]
    public void RecordsAreFoundOneAfterTheOther()
    {
        IReadOnlyList<Record> records = SampleRecords.Varied(seed: 1, count: 2_000);
        byte[] bytes = [.. records.SelectMany(Plain)];
        var found = new List<Record>();
        int position = 0;
        while (RecordEncoding.TryRead(bytes, ref position, out EncodedRecord encoded))
            found.Add(RecordEncoding.Decode(encoded));

        Assert.Equal(bytes.Length, position);
        SampleContainers.AssertEqual(records, found);
    }

    [Fact]
    public void CutOffRecordIsRefusedWithoutMoving()
    {
        byte[] bytes = Plain(
            SampleRecords.Of(300, 1_000, "key", "value", SampleRecords.Header("h", 1, 2), SampleRecords.Header("n", null))
        );
        for (int length = 0; length < bytes.Length; length++)
        {
            int position = 0;
            ReadOnlyMemory<byte> cut = bytes.AsMemory(0, length);
            Assert.False(RecordEncoding.TryRead(cut, ref position, out _));
            Assert.False(RecordLayout.Current.TryRead(cut, ref position, 0, out _));
            Assert.Equal(0, position);
            Assert.Throws<FormatException>(() => RecordEncoding.Decode(new EncodedRecord(300, 1_000, cut)));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void UnknownBranchOfAUnionIsRefused(long branch)
    {
        byte[] bytes = new PlainAvro().Long(1).Long(branch).Long(0).Long(0).Long(0).Long(0).ToArray();
        int position = 0;

        Assert.False(RecordEncoding.TryRead(bytes, ref position, out _));
        Assert.False(RecordLayout.Current.TryRead(bytes, ref position, 0, out _));
    }

    internal static byte[] Plain(Record record)
    {
        PlainAvro avro = new PlainAvro()
            .Long(record.Timestamp)
            .Optional(record.Key?.ToArray())
            .Optional(record.Value?.ToArray())
            .Long(record.Offset);
        if (record.Headers.Count > 0)
            avro.Long(record.Headers.Count);
        foreach (RecordHeader header in record.Headers)
            avro.Bytes(Encoding.UTF8.GetBytes(header.Key)).Optional(header.Value?.ToArray());
        return avro.Long(0).ToArray();
    }

    private static byte[] AllBytes() => [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
