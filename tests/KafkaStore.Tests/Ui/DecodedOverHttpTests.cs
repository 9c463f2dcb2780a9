using KafkaStore.Tests.Http;
using KafkaStore.Tests.Schemas;

namespace KafkaStore.Tests.Ui;

/// <summary><c>decode=true</c>: framed keys and values as the JSON that they are, where their schemas are kept.</summary>
public sealed class DecodedOverHttpTests
{
    private const string City = """{"type":"record","name":"City","fields":[{"name":"name","type":"string"}]}""";

    [Fact]
    public async Task WhatIsFramedByAKeptSchemaIsDecodedAndTheRestIsAsItIs()
    {
        await using HttpArchive served = await StartAsync();
        JsonNode[] lines = await LinesAsync(served, "decode=true");
        Assert.Equal("""{"name":"Ulm"}""", lines[0]["value"]!.ToJsonString());
        Assert.Equal("plain", lines[0]["key"]!.GetValue<string>());
        Assert.Equal("<b>text</b>", lines[1]["value"]!.GetValue<string>());
        Assert.Equal(Framed.Of(8, 200), lines[2]["valueBase64"]!.GetValue<string>() is var text ? Convert.FromBase64String(text) : []);
        Assert.Null(lines[3]["value"]);
        Assert.Equal(JsonValueKind.String, (await LinesAsync(served, "decode=false"))[0]["value"]!.GetValueKind());
    }

    [Fact]
    public async Task TheNextPageIsDecodedToo()
    {
        await using HttpArchive served = await StartAsync();
        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records?decode=true&limit=1");
        Assert.EndsWith("&decode=true", HttpArchive.NextOf(response));
    }

    [Theory]
    [InlineData("decode=yes", null)]
    [InlineData("decode=true", "avro/binary")]
    public async Task WhatCannotBeDecodedIsRefused(string query, string? accept)
    {
        await using HttpArchive served = await StartAsync();
        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/records?{query}", accept);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("decode", JsonNode.Parse(await response.Content.ReadAsStringAsync())!["parameter"]!.GetValue<string>());
    }

    private static async Task<HttpArchive> StartAsync()
    {
        var archive = new RangeArchive();
        byte[] ulm = [6, .. "Ulm"u8];
        await archive.AddAsync([
            new Record(0, 1, "plain"u8.ToArray(), Framed.Of(7, ulm), []),
            SampleRecords.Of(1, 2, null, "<b>text</b>"),
            new Record(2, 3, null, Framed.Of(8, 200), []),
            SampleRecords.Of(3, 4),
        ]);
        await archive.Store.CreateAsync(MarkerName.Schema(7), new StoredSchema(7, "AVRO", City, []).ToContent(), default);
        return await HttpArchive.StartAsync(archive.Store);
    }

    private static async Task<JsonNode[]> LinesAsync(HttpArchive served, string query) =>
        [
            .. (await served.Client.GetStringAsync($"{HttpArchive.Orders3}/records?{query}"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!),
        ];
}
