using KafkaStore.Tests.Schemas;

namespace KafkaStore.Tests.Cli;

/// <summary>Keys and values in the formats that can be chosen.</summary>
public sealed class ReaderFormatTests
{
    private readonly ReaderArchive archive = new(new MemoryObjectStore("memory:archive"));

    [Theory]
    [InlineData("Utf8", "\"value\": \"{\\\"a\\\": [1.50, null]}\"")]
    [InlineData("Base64", "\"valueBase64\": \"eyJhIjogWzEuNTAsIG51bGxdfQ==\"")]
    [InlineData("Hex", "\"valueHex\": \"7b2261223a205b312e35302c206e756c6c5d7d\"")]
    [InlineData("Json", "\"value\": {\"a\":[1.50,null]}")]
    public async Task AValueIsShownAsChosen(string format, string member) =>
        Assert.Equal(
            $"{{\"filename\": \"00000000000000000000\", \"key\": \"k\", \"offset\": 0, \"timestamp\": 5, {member}}}\n",
            await LineAsync("""{"a": [1.50, null]}"""u8.ToArray(), format)
        );

    [Theory]
    [InlineData("Utf8")]
    [InlineData("Base64")]
    [InlineData("Hex")]
    [InlineData("Json")]
    [InlineData("Avro")]
    public async Task ATombstoneIsNullInEveryFormat(string format) => Assert.Contains("\"value\": null}", await LineAsync(null, format));

    [Theory]
    [InlineData("plain", "\"value\": \"plain\"}")]
    [InlineData("", "\"value\": \"\"}")]
    public async Task WhatIsNoJsonIsText(string text, string member) =>
        Assert.Contains(member, await LineAsync(Encoding.UTF8.GetBytes(text), "Json"));

    [Fact]
    public async Task KeysHaveAFormatOfTheirOwn()
    {
        await archive.AddAsync(0, new Record(0, 5, new byte[] { 0, 255 }, "v"u8.ToArray(), []));
        Assert.Contains(
            "\"keyHex\": \"00ff\", \"offset\": 0, \"partition\": 0, ",
            await archive.ReadTextAsync(ReaderArchive.Topic, new ReaderRequest { Key = BytesFormat.Hex })
        );
    }

    [Fact]
    public async Task FramedValuesAreDecodedWithStoredSchemas()
    {
        Store(
            new StoredSchema(
                7,
                "AVRO",
                """{"type":"record","name":"R","fields":[{"name":"n","type":"int"},{"name":"s","type":"string"}]}""",
                []
            )
        );
        await archive.AddAsync(
            0,
            new Record(0, 5, Framed.Of(7, 84, 4, (byte)'h', (byte)'i'), Framed.Of(7, 2, 0), []),
            new Record(1, 6, null, "no frame"u8.ToArray(), []),
            new Record(2, 7, null, Framed.Of(8, 1), []),
            new Record(3, 8, null, Framed.Of(8, 1), [])
        );
        string[] lines = (
            await archive.ReadTextAsync(ReaderArchive.Partition(0), new ReaderRequest { Key = BytesFormat.Avro, Value = BytesFormat.Avro })
        ).Split('\n');
        Assert.Contains("\"key\": {\"n\":42,\"s\":\"hi\"}, ", lines[0]);
        Assert.Contains("\"value\": {\"n\":1,\"s\":\"\"}}", lines[0]);
        Assert.Contains("\"valueBase64\": \"bm8gZnJhbWU=\"", lines[1]);
        Assert.Contains("\"valueBase64\": \"AAAAAAgB\"", lines[2]);
        string[] notes = archive.Notes.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, notes.Length);
        Assert.StartsWith("note: the value at offset 1 of orders-0 is shown in base64. The bytes are not framed", notes[0]);
        Assert.StartsWith(
            "note: the value at offset 2 of orders-0 is shown in base64. Schema 8 is not stored in memory:archive/~kafka-store/schemas/",
            notes[1]
        );
    }

    [Fact]
    public async Task RawIsTheValuesWithALineFeedAfterEach()
    {
        await archive.AddAsync(
            0,
            new Record(0, 5, null, "a"u8.ToArray(), []),
            new Record(1, 5, "k"u8.ToArray(), null, []),
            new Record(2, 5, null, new byte[] { 255 }, [])
        );
        Assert.Equal(
            [(byte)'a', 10, 10, 255, 10],
            await archive.ReadAsync(ReaderArchive.Partition(0), new ReaderRequest { Format = RecordFormat.Raw })
        );
    }

    private async Task<string> LineAsync(byte[]? value, string format)
    {
        ReadOnlyMemory<byte>? bytes = value is null ? (ReadOnlyMemory<byte>?)null : value;
        await archive.AddAsync(0, new Record(0, 5, "k"u8.ToArray(), bytes, []));
        return await archive.ReadTextAsync(ReaderArchive.Partition(0), new ReaderRequest { Value = Enum.Parse<BytesFormat>(format) });
    }

    private void Store(StoredSchema schema)
    {
        using Stream stream = schema.ToContent().Open();
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        archive.Store.Replace(MarkerName.Schema(schema.Id), bytes.ToArray());
    }
}
