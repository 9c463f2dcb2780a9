namespace KafkaStore.Tests.Schemas;

/// <summary>Framed values are decoded with what the archive keeps, and nothing else.</summary>
public sealed class AvroValueReaderTests
{
    private const string City = """{"type":"record","name":"City","namespace":"geo","fields":[{"name":"name","type":"string"}]}""";
    private const string Address =
        """{"type":"record","name":"Address","namespace":"geo","fields":[{"name":"city","type":"City"},{"name":"born","type":"geo.City"}]}""";
    private const string Person =
        """{"type":"record","name":"Person","fields":[{"name":"home","type":["null","geo.Address"]},{"name":"from","type":"geo.City"},{"name":"photo","type":"bytes"}]}""";

    private readonly MemoryObjectStore archive = new("memory:archive");
    private readonly FakeTimeProvider clock = new(TestTime.Epoch);
    private readonly AvroValueReader reader;

    public AvroValueReaderTests() => reader = new AvroValueReader(new StoredSchemas(archive, clock));

    [PythonAvroFact]
    public async Task ValuesWhoseSchemaNamesOthersAreDecoded()
    {
        Store(new StoredSchema(1, "AVRO", City, []));
        Store(new StoredSchema(2, "AVRO", Address, [new StoredReference("geo.City", "city", 1, 1)]));
        Store(
            new StoredSchema(
                3,
                "AVRO",
                Person,
                [new StoredReference("geo.Address", "address", 1, 2), new StoredReference("geo.City", "city", 1, 1)]
            )
        );
        const string Value = """{"home":{"city":{"name":"Köln"},"born":{"name":"Bonn"}},"from":{"name":"Ulm"},"photo":PHOTO}""";
        string input = JsonSerializer.Serialize(new { schemas = new[] { City, Address, Person } });
        input = input[..^1] + ",\"value\":" + Value.Replace("PHOTO", "null") + "}";
        string output = PythonAvro.Run("random_schemas.py", input, "references");
        byte[] data = JsonDocument.Parse(output).RootElement.GetProperty("data").GetBytesFromBase64();
        JsonText.AssertSame(Value.Replace("PHOTO", "{\"base64\":\"/w==\"}"), await ReadAsync(Framed.Of(3, data)));
    }

    [Fact]
    public async Task ASchemaMayBeNoMoreThanANameOrAUnionOfNames()
    {
        Store(new StoredSchema(1, "AVRO", City, []));
        Store(new StoredSchema(2, "AVRO", "\"geo.City\"", [new StoredReference("geo.City", "city", 1, 1)]));
        Store(new StoredSchema(3, "AVRO", "[\"null\",\"geo.City\"]", [new StoredReference("geo.City", "city", 1, 1)]));
        Store(new StoredSchema(4, "AVRO", "string", []));
        Assert.Equal("""{"name":"a"}""", await ReadAsync(Framed.Of(2, 2, (byte)'a')));
        Assert.Equal("""{"name":"a"}""", await ReadAsync(Framed.Of(3, 2, 2, (byte)'a')));
        Assert.Equal("null", await ReadAsync(Framed.Of(3, 0)));
        Assert.Equal("\"a\"", await ReadAsync(Framed.Of(4, 2, (byte)'a')));
    }

    [Theory]
    [InlineData("""{"type":{"type":"array","items":"int"}}""", "020200", "[1]")]
    [InlineData("""{"type":"array","items":{"type":"int","logicalType":"nonsense"}}""", "01020200", "[1]")]
    [InlineData(
        """{"type":"record","name":"R","doc":null,"namespace":null,"aliases":["a","a"],"fields":[{"name":"f","type":"float","default":0,"order":"odd","doc":null}]}""",
        "0000803F",
        """{"f":1}"""
    )]
    public async Task SchemasThatTheLibraryWouldRefuseAreTaken(string schema, string data, string expected)
    {
        Store(new StoredSchema(1, "AVRO", schema, []));
        Assert.Equal(expected, await ReadAsync(Framed.Of(1, Convert.FromHexString(data))));
    }

    [Theory]
    [InlineData("not even JSON {", "Schema 1 can't be used: ")]
    [InlineData("{}", "Schema 1 can't be used: {} is no schema.")]
    [InlineData("\"com.acme.Missing\"", "Schema 1 can't be used: it names a type that is not there.")]
    [InlineData(
        """{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"record","name":"B","fields":[{"name":"a","type":"A"}]}}]}""",
        "Schema 1 can't be used: a record in it contains itself."
    )]
    [InlineData("""["int","int"]""", "Schema 1 can't be used: Duplicate type in union: int")]
    public async Task SchemasThatAreNoneGiveASentence(string schema, string sentence)
    {
        Store(new StoredSchema(1, "AVRO", schema, []));
        Assert.StartsWith(sentence, await ProblemAsync(Framed.Of(1)));
    }

    [Fact]
    public async Task WhateverElseStandsInTheWayGivesASentence()
    {
        Store(new StoredSchema(1, "PROTOBUF", "syntax = \"proto3\";", []));
        Store(new StoredSchema(2, "AVRO", "\"int\"", []));
        Store(new StoredSchema(3, "AVRO", "\"Gone\"", [new StoredReference("Gone", "gone", 4, null)]));
        Store(new StoredSchema(4, "AVRO", "\"Later\"", [new StoredReference("Later", "later", 1, 5)]));
        archive.Replace(MarkerName.Schema(6), "{\"id\":7}"u8.ToArray());
        Assert.StartsWith("The bytes are not framed", await ProblemAsync("text"u8.ToArray()));
        Assert.Equal("Schema 1 is PROTOBUF, and only Avro's are decoded.", await ProblemAsync(Framed.Of(1)));
        Assert.Equal("The bytes are not of schema 2, which they name: it ends too early.", await ProblemAsync(Framed.Of(2)));
        Assert.Equal("The bytes are not of schema 2, which they name: 1 bytes are left over.", await ProblemAsync(Framed.Of(2, 2, 2)));
        Assert.Equal(
            "Schema 3 names Gone, version 4 of gone, which the registry had no more when the schema was stored.",
            await ProblemAsync(Framed.Of(3))
        );
        Assert.StartsWith("Schema 5 is not stored in memory:archive/~kafka-store/schemas/", await ProblemAsync(Framed.Of(4)));
        Assert.StartsWith("memory:archive/~kafka-store/schemas/6 is damaged", await ProblemAsync(Framed.Of(6)));
    }

    [Fact]
    public async Task ASchemaThatComesLaterIsFound()
    {
        Assert.NotNull(await ProblemAsync(Framed.Of(9, 2)));
        Store(new StoredSchema(9, "AVRO", "\"int\"", []));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("1", await ReadAsync(Framed.Of(9, 2)));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(600, false)]
    [InlineData(1_000_000, false)]
    public async Task ValuesThatNestTooDeepAreRefused(int depth, bool taken)
    {
        Store(new StoredSchema(1, "AVRO", """{"type":"record","name":"N","fields":[{"name":"n","type":["null","N"]}]}""", []));
        byte[] framed = Framed.Of(1, [.. Enumerable.Repeat((byte)2, depth), 0]);
        if (taken)
            Assert.StartsWith("{\"n\":{\"n\":", await ReadAsync(framed));
        else
            Assert.Contains("it nests", await ProblemAsync(framed));
    }

    [Fact]
    public async Task LengthsThatAreNotThereTakeNoMemory()
    {
        Store(new StoredSchema(1, "AVRO", "\"bytes\"", []));
        Store(new StoredSchema(2, "AVRO", """{"type":"array","items":"null"}""", []));
        Assert.Contains("it ends too early", await ProblemAsync(Framed.Of(1, 0xFE, 0xFF, 0xFF, 0xFF, 0x0D)));
        Assert.Contains("items", await ProblemAsync(Framed.Of(2, 0xFE, 0xFF, 0xFF, 0xFF, 0x0D, 0)));
    }

    private void Store(StoredSchema schema)
    {
        using Stream stream = schema.ToContent().Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        archive.Replace(MarkerName.Schema(schema.Id), bytes.ToArray());
    }

    private async Task<string> ReadAsync(byte[] framed)
    {
        (string json, string? problem) = await TryAsync(framed);
        Assert.Null(problem);
        return json;
    }

    private async Task<string?> ProblemAsync(byte[] framed)
    {
        (string json, string? problem) = await TryAsync(framed);
        Assert.Equal("", json);
        return problem;
    }

    private async Task<(string Json, string? Problem)> TryAsync(byte[] framed)
    {
        var output = new MemoryStream();
        string? problem;
        await using (var json = new Utf8JsonWriter(output))
            problem = await reader.WriteAsync(json, framed, default);
        return (Encoding.UTF8.GetString(output.ToArray()), problem);
    }
}
