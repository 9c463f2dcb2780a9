using KafkaStore.Tests.Schemas;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Framed keys and values are archived with their schemas, and read again when the registry is no more.</summary>
public sealed class SchemaRegistryTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private const int KeySchema = 11;
    private const int AddressSchema = 12;
    private const int FirstVersion = 13;
    private const int SecondVersion = 14;
    private const int Records = 60;

    private static readonly int[] AllSchemas = [KeySchema, AddressSchema, FirstVersion, SecondVersion];

    private readonly string archive = Path.Combine(Directory.CreateTempSubdirectory("kafka-store-schemas-").FullName, "archive");
    private readonly FakeRegistry registry = new();

    public void Dispose()
    {
        registry.Dispose();
        Directory.Delete(Path.GetDirectoryName(archive)!, recursive: true);
    }

    [Fact]
    public async Task ArchiveAloneDecodesWhatTheRegistryKnewWhenItWasMade()
    {
        Register();
        string topic = await ProduceAsync();
        Assert.Equal("", RegistryTroubles(await ArchiveAsync(topic)));

        registry.Stop();
        int asked = registry.Requests.Count;
        await AssertDecodedAsync(topic);

        Assert.Equal(asked, registry.Requests.Count);
        Assert.All(AllSchemas, id => Assert.True(IsStored(MarkerName.Schema(id))));
    }

    [Fact]
    public async Task RegistryThatIsAwayKeepsNothingFromTheArchiveAndTheNextRunMakesUpForIt()
    {
        registry.Stop();
        string topic = await ProduceAsync();
        Assert.Contains("Archiving goes on", RegistryTroubles(await ArchiveAsync(topic)));
        (string[] undecoded, string notes) = await ReadAsync(topic);
        Assert.Equal(Records, undecoded.Length);
        Assert.All(undecoded, line => Assert.Contains("\"valueBase64\"", line));
        Assert.Contains($"Schema {FirstVersion} ", notes);
        Assert.True(IsStored(MarkerName.MissingSchema(SecondVersion)));

        registry.Start();
        Register();
        await ArchiveAsync(topic); // nothing new is in the topic
        registry.Stop();

        await AssertDecodedAsync(topic);
    }

    // 3 KB of schema that anybody may register hung every reader.
    [Fact]
    public async Task ASchemaThatUnfoldsWithoutEndIsASentenceForItsRecord()
    {
        registry.Register(1, "wide", HostileSchemas.Doubling(45));
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(topic, 0, [new Record(-1, 1_700_000_000_000, null, Framed.Of(1), [])]);
        await ArchiveAsync(topic);
        Assert.True(IsStored(MarkerName.Schema(1)));

        await using var reader = KafkaStoreProcess.Start(
            Words($"kafka-store-reader local {Path.Combine(archive, topic, "000000")} --value-format avro --limit 1")
        );
        (int exitCode, string output, string errors) = await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, exitCode);
        Assert.Contains("\"valueBase64\"", output);
        Assert.Contains("Schema 1 can't be used: its types unfold to more than 100,000", errors);
    }

    // Both versions refer to a schema of another subject by its name.
    private void Register()
    {
        registry.Register(KeySchema, "orders-key", """{"type":"record","name":"Key","fields":[{"name":"n","type":"int"}]}""");
        registry.Register(
            AddressSchema,
            "address",
            """{"type":"record","name":"Address","namespace":"shop","fields":[{"name":"city","type":"string"}]}"""
        );
        registry.Register(
            FirstVersion,
            "orders-value",
            """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"int"},{"name":"to","type":"shop.Address"}]}""",
            references: ("shop.Address", "address", 1)
        );
        registry.Register(
            SecondVersion,
            "orders-value",
            """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"int"},{"name":"to","type":"shop.Address"},{"name":"note","type":["null","string"],"default":null}]}""",
            references: ("shop.Address", "address", 1)
        );
    }

    // The producer goes over to the second version half-way.
    private async Task<string> ProduceAsync()
    {
        string topic = kafka.NewTopic();
        await kafka.WriteAsync(
            topic,
            0,
            Enumerable
                .Range(0, Records)
                .Select(number => new Record(
                    -1,
                    1_700_000_000_000 + number,
                    Framed.Of(KeySchema, (byte)(2 * number)),
                    IsOfFirstVersion(number)
                        ? Framed.Of(FirstVersion, [(byte)(2 * number), .. AvroText("Bern")])
                        : Framed.Of(SecondVersion, [(byte)(2 * number), .. AvroText("Uri"), 2, .. AvroText($"note {number}")]),
                    []
                ))
        );
        return topic;
    }

    private async Task<string> ArchiveAsync(string topic)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            WholeTopic(kafka.Broker.Brokers, topic, archive, Words($"--file-size 512 --schema-registry {registry.Url}"))
        );
        Assert.True(exitCode == 0, errors);
        return errors;
    }

    private async Task AssertDecodedAsync(string topic)
    {
        (string[] lines, string notes) = await ReadAsync(topic);
        Assert.Equal("", notes);
        Assert.Equal(
            Enumerable.Range(0, Records).Select(Expected),
            lines.Select(line =>
            {
                using var record = JsonDocument.Parse(line);
                return $"{record.RootElement.GetProperty("key").GetRawText()} {record.RootElement.GetProperty("value").GetRawText()}";
            })
        );
    }

    private async Task<(string[] Lines, string Notes)> ReadAsync(string topic)
    {
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            Words($"kafka-store-reader local {Path.Combine(archive, topic, "000000")} --key-format avro --value-format avro")
        );
        Assert.True(exitCode == 0, errors);
        return (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors);
    }

    private bool IsStored(string marker) => File.Exists(Path.Combine(archive, marker));

    private static string Expected(int number) =>
        JsonSerializer.Serialize(new { n = number })
        + " "
        + (
            IsOfFirstVersion(number)
                ? JsonSerializer.Serialize(new { id = number, to = new { city = "Bern" } })
                : JsonSerializer.Serialize(
                    new
                    {
                        id = number,
                        to = new { city = "Uri" },
                        note = $"note {number}",
                    }
                )
        );

    private static bool IsOfFirstVersion(int number) => number < Records / 2;

    private static string RegistryTroubles(string errors) =>
        string.Join('\n', errors.Split('\n').Where(line => line.Contains("registry", StringComparison.OrdinalIgnoreCase)));

    private static byte[] AvroText(string text) => [(byte)(2 * text.Length), .. Encoding.UTF8.GetBytes(text)];
}
