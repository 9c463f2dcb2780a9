namespace KafkaStore.Tests.Avro;

public sealed class RecordLayoutTests
{
    internal const string OriginalSchema = """
        {"type": "record", "name": "message", "fields": [
          {"name": "timestamp", "type": "long"},
          {"name": "key", "type": ["null", "bytes"]},
          {"name": "value", "type": ["null", "bytes"]}]}
        """;

    private const string Start =
        """{"type":"record","name":"message","fields":[{"name":"timestamp","type":"long"},{"name":"key","type":["null","bytes"]},""";
    private const string Value = """{"name":"value","type":["null","bytes"]}""";

    [Fact]
    public void CurrentLayoutHasOffsetsAndIsCurrent()
    {
        Assert.True(RecordLayout.Current.HasOffset);
        Assert.True(RecordLayout.Current.IsCurrent);
    }

    [Fact]
    public void OriginalsLayoutCountsOffsetsFromTheBase()
    {
        RecordLayout layout = Parse(OriginalSchema)!;
        byte[] bytes = new PlainAvro().Long(5).Optional(null).Optional([1, 2]).ToArray();
        int position = 0;

        Assert.False(layout.HasOffset);
        Assert.False(layout.IsCurrent);
        Assert.True(layout.TryRead(bytes, ref position, 42, out Record record));
        Assert.Equal("42 5 null 'AQI=' []", SampleRecords.Text(record));
        Assert.Equal(bytes.Length, position);
    }

    [Fact]
    public void FieldsMayComeInAnyOrder()
    {
        RecordLayout layout = Parse(
            $$"""{"type":"record","name":"m","fields":[{{Value}},{"name":"offset","type":"long"},{{Start[Start.IndexOf("{\"name\":\"ti")..^1]}}]}"""
        )!;
        byte[] bytes = new PlainAvro().Optional([7]).Long(9).Long(5).Optional([]).ToArray();
        int position = 0;

        Assert.True(layout.TryRead(bytes, ref position, 42, out Record record));
        Assert.Equal("9 5 '' 'Bw==' []", SampleRecords.Text(record));
    }

    [Fact]
    public void HeadersInBlocksOfNegativeCountAreRead()
    {
        byte[] first = new PlainAvro().Text("a").Optional([1]).Text("b").Optional(null).ToArray();
        byte[] second = new PlainAvro().Text("a").Optional([]).ToArray();
        byte[] bytes = new PlainAvro()
            .Long(5)
            .Optional(null)
            .Optional(null)
            .Long(9)
            .Long(-2)
            .Bytes(first)
            .Long(1)
            .Raw(second)
            .Long(-1)
            .Bytes(second)
            .Long(0)
            .ToArray();
        int position = 0;

        Assert.True(RecordLayout.Current.TryRead(bytes, ref position, 0, out Record record));
        Assert.Equal("9 5 null null [a='AQ==', b=null, a='', a='']", SampleRecords.Text(record));
        Assert.Equal(bytes.Length, position);
    }

    [Fact]
    public void RecordInAnotherFormThanOursIsNotTakenForOneOfOurs()
    {
        byte[] header = new PlainAvro().Text("a").Optional([1]).ToArray();
        byte[] bytes = new PlainAvro().Long(5).Optional(null).Optional(null).Long(9).Long(-1).Bytes(header).Long(0).ToArray();
        int position = 0;

        Assert.False(RecordEncoding.TryRead(bytes, ref position, out _));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MinValue + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(-5)]
    [InlineData(5)]
    public void ClaimedHeadersThatAreNotThereAreRefused(long count)
    {
        byte[] bytes = new PlainAvro()
            .Long(5)
            .Optional(null)
            .Optional(null)
            .Long(9)
            .Long(count)
            .Long(4)
            .Text("a")
            .Long(0)
            .Long(0)
            .ToArray();
        int position = 0;

        Assert.False(RecordLayout.Current.TryRead(bytes, ref position, 0, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("\"string\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"record"}""")]
    [InlineData("""{"type":"record","fields":5}""")]
    [InlineData("""{"type":"record","fields":[]}""")]
    [InlineData("""{"type":"record","fields":[5]}""")]
    [InlineData("""{"type":"record","fields":[null]}""")]
    [InlineData("""{"type":"record","fields":[["name"]]}""")]
    [InlineData("""{"type":"record","fields":[{"name":5,"type":"long"}]}""")]
    [InlineData("""{"type":"record","fields":[{"name":null,"type":"long"}]}""")]
    [InlineData("""{"type":"record","fields":[{"name":"\ud800","type":"long"}]}""")]
    [InlineData("""{"type":"record","fields":[{"\ud800":"key","type":"long"}]}""")]
    [InlineData("""{"\ud800":"record","fields":[]}""")]
    [InlineData("""{"type":"\ud800","fields":[]}""")]
    [InlineData(Start + "5]}")]
    [InlineData(Start + "null]}")]
    [InlineData("""{"type":"record","fields":[{"name":"timestamp","type":"long"},{"name":"key","type":["null","bytes"]}]}""")]
    [InlineData(Start + Value + "," + Value + "]}")]
    [InlineData(Start + Value + """,{"name":"extra","type":"long"}]}""")]
    [InlineData(Start + """{"name":"value","type":"bytes"}]}""")]
    [InlineData(Start + """{"name":"value","type":["bytes","null"]}]}""")]
    [InlineData(Start + """{"name":"value","type":["null","string"]}]}""")]
    [InlineData(Start + """{"name":"value","type":["null","bytes","long"]}]}""")]
    [InlineData(Start + Value + """,{"name":"offset","type":"int"}]}""")]
    [InlineData(Start + Value + """,{"name":"headers","type":{"type":"map","values":"bytes"}}]}""")]
    [InlineData(Start + Value + """,{"name":"headers","type":{"type":"array","items":"bytes"}}]}""")]
    [InlineData(Start + Value + """,{"name":"headers","type":{"type":"array","items":{"fields":[5,5]}}}]}""")]
    [InlineData(Start + Value)]
    public void SchemaOfOtherDataIsRefused(string schema) => Assert.Null(Parse(schema));

    [Fact]
    public void SchemaThatIsNotUtf8IsRefused()
    {
        byte[] schema = MessageSchema.Utf8.ToArray();
        for (int i = 0; i < schema.Length; i++)
        {
            schema[i] ^= 0x80;
            RecordLayout.Parse(schema); // null or, where names don't matter, a layout; no exception
            schema[i] ^= 0x80;
        }

        schema["{\"type\":\"record\",\"name\":\"message\",\"fields\":[{\"name\":\"t".Length] ^= 0x80;
        Assert.Null(RecordLayout.Parse(schema));
    }

    private static RecordLayout? Parse(string schema) => RecordLayout.Parse(Encoding.UTF8.GetBytes(schema));
}
