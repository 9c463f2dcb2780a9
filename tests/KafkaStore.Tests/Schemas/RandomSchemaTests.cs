namespace KafkaStore.Tests.Schemas;

/// <summary>Values of random schemas, of all types, that Avro's Python library encoded.</summary>
public sealed class RandomSchemaTests
{
    [PythonAvroFact]
    public void ValuesOfRandomSchemasAreDecodedAsThePythonLibraryDoes()
    {
        int cases = 0;
        foreach (JsonElement line in Lines("datums", "20261122", "1000"))
        {
            var schema = CompiledSchema.Compile(line.GetProperty("schema").GetString()!, []);
            string json = JsonText.Of(writer => schema.WriteJson(writer, line.GetProperty("data").GetBytesFromBase64()));
            JsonText.AssertSame(line.GetProperty("plain").GetRawText(), json);
            cases++;
        }

        Assert.Equal(3000, cases);
    }

    [PythonAvroFact]
    public Task RandomContainersAreReadAsThePythonLibraryDoes() => ReadContainersAsync("null", "deflate", "bzip2");

    [PythonAvroFact("zstandard")]
    public Task RandomContainersInZstandardAreReadAsThePythonLibraryDoes() => ReadContainersAsync("zstandard");

    [PythonAvroFact("snappy")]
    public Task RandomContainersInSnappyAreReadAsThePythonLibraryDoes() => ReadContainersAsync("snappy");

    [PythonAvroFact]
    public void DamagedValuesGiveAReasonAndNothingElse()
    {
        var random = new Random(7);
        int refused = 0;
        foreach (JsonElement line in Lines("datums", "5", "300"))
        {
            var schema = CompiledSchema.Compile(line.GetProperty("schema").GetString()!, []);
            byte[] data = line.GetProperty("data").GetBytesFromBase64();
            for (int i = 0; i < 10; i++)
            {
                byte[] damaged = Mutated(data, random);
                try
                {
                    JsonText.Of(json => schema.WriteJson(json, damaged));
                }
                catch (FormatException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                    refused++;
                }
            }
        }

        Assert.True(refused > 1000, $"{refused}");
    }

    private static async Task ReadContainersAsync(params string[] codecs)
    {
        using var folder = new TemporaryFolder();
        for (int seed = 0; seed < 10; seed++)
        {
            string path = Path.Combine(folder.Path, $"{seed}.avro");
            JsonElement[] expected = [.. Lines("container", $"{seed}", codecs[seed % codecs.Length], path)];
            await using FileStream file = File.OpenRead(path);
            await using ForeignContainer container = await ForeignContainer.OpenAsync(file, path, default);
            Assert.Equal(codecs[seed % codecs.Length], container.Header.Text("avro.codec"));
            foreach (JsonElement line in expected)
                JsonText.AssertSame(line.GetProperty("plain").GetRawText(), (await ForeignContainerTests.NextAsync(container))!);
            Assert.Null(await ForeignContainerTests.NextAsync(container));
            Assert.Equal(50, expected.Length);
        }
    }

    private static byte[] Mutated(byte[] data, Random random)
    {
        byte[] damaged = [.. data[..random.Next(data.Length + 1)], .. random.Next(3) == 0 ? new byte[random.Next(4)] : []];
        for (int i = 0; i < 2 && damaged.Length > 0; i++)
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
        return damaged;
    }

    private static IEnumerable<JsonElement> Lines(params string[] arguments) =>
        PythonAvro
            .Run("random_schemas.py", "", arguments)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 1024 }).RootElement);
}
