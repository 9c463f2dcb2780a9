namespace KafkaStore.Tests.Docs;

/// <summary>
/// <c>docs/examples/read_archive.py</c> was written from <c>docs/object-format.md</c> alone: what it reads, and refuses, shows
/// that the page says enough.
/// </summary>
public sealed class ReadArchiveScriptTests : IDisposable
{
    // Another python3 may come first on PATH.
    private const string Python = "/usr/bin/python3";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-tests-");

    public void Dispose() => folder.Delete(recursive: true);

    [ProgramFact(Python)]
    public async Task ItPrintsWhatTheReaderPrints()
    {
        using TestApp app = await ExampleArchive.VariedAsync();
        Save(app);

        string printed = (await RunAsync()).Succeed();

        Assert.Equal(await new ReaderArchive(app.Archive).ReadTextAsync(ReaderArchive.Partition(5), new ReaderRequest()), printed);
        Assert.Equal(200, printed.Count(c => c == '\n'));
        IReadOnlyList<ArchiveObject> objects = await app.ObjectsAsync(ExampleArchive.Partition);
        Assert.True(objects.Count > 4, $"{objects.Count} objects");
        Assert.Contains(objects, archived => archived.Blocks.Count > 2);
        Assert.Equal(["deflate", "null"], objects.Select(archived => archived.Header.Text(HeaderKeys.Codec)).Distinct().Order());
        Assert.Contains("keyBase64", printed);
        Assert.Contains("\"value\": null", printed);
    }

    [PythonAvroFact("zstandard")]
    public async Task ItReadsZstandardAndRefusesAFrameThatIsDamaged()
    {
        using TestApp app = await ExampleArchive.VariedAsync(ContainerCodec.Zstandard());
        Save(app);
        string printed = (await RunAsync()).Succeed();
        Assert.Equal(await new ReaderArchive(app.Archive).ReadTextAsync(ReaderArchive.Partition(5), new ReaderRequest()), printed);

        ArchiveObject last = (await app.ObjectsAsync(ExampleArchive.Partition))[^1];
        Assert.Equal("zstandard", last.Header.Text(HeaderKeys.Codec));
        byte[] damaged = app.Archive.BytesOf(last.Name.ToString());
        damaged[damaged.AsSpan().IndexOf<byte>([0x28, 0xB5, 0x2F, 0xFD])] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, last.Name.ToString()), damaged);
        (int code, _, string error) = await RunAsync();
        Assert.Equal(1, code);
        Assert.Contains($"{last.Name} is damaged: ", error);
    }

    [ProgramFact(Python)]
    public async Task ItRefusesAFlippedBit()
    {
        using TestApp app = await ExampleArchive.OfTheDocumentAsync();
        Save(app);
        (await RunAsync()).Succeed();
        string path = Path.Combine(folder.FullName, app.ObjectNames[0]);
        byte[] sound = await File.ReadAllBytesAsync(path);
        int[] unguarded =
        [
            .. Entry(sound, "kafka.roll.reason", "Requested"),
            .. Entry(sound, "kafka.policy", "age=3600000ms size=268435456B"),
        ];
        var random = new Random(31);

        for (int i = 0; i < 24; i++)
        {
            int at = random.Next(sound.Length);
            if (unguarded.Contains(at))
                continue;
            byte[] damaged = [.. sound];
            damaged[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(path, damaged);

            (int code, string output, string error) = await RunAsync();

            Assert.True(code == 1 && output.Length == 0 && error.Contains("is damaged"), $"byte {at}: {code} {output} {error}");
        }
    }

    [ProgramFact(Python)]
    public async Task ItRefusesAnArchiveThatLacksAnObject()
    {
        using TestApp app = await ExampleArchive.VariedAsync();
        Save(app);
        File.Delete(Path.Combine(folder.FullName, app.ObjectNames[2]));

        (int code, _, string error) = await RunAsync();

        Assert.Equal(1, code);
        Assert.Contains($"{app.ObjectNames[2]} is missing", error);
    }

    [ProgramFact(Python)]
    public async Task ItRefusesAnObjectThatIsSoundAndAnothersSuccessor()
    {
        using TestApp app = await ExampleArchive.VariedAsync();
        Save(app);
        (string first, string second) = (app.ObjectNames[0], app.ObjectNames[1]);
        byte[] replaced = await ReplacedAsync(app, first);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, first), replaced);

        (int code, string output, string error) = await RunAsync();

        Assert.Equal(1, code);
        Assert.NotEmpty(output);
        Assert.Contains($"{second} is damaged: its chain hash does not follow", error);
    }

    // An object with the same name, offsets and counts, whole in itself, with another value in it.
    private static async Task<byte[]> ReplacedAsync(TestApp app, string name)
    {
        IReadOnlyList<ArchiveObject> objects = await app.ObjectsAsync(ExampleArchive.Partition);
        List<Record> records = await KafkaStore.Tests.Avro.SampleContainers.ReadAsync(app.Archive.BytesOf(name));
        records[0] = records[0] with { Value = new byte[] { 1 } };
        return await KafkaStore.Tests.Avro.SampleContainers.WriteAsync(
            objects[0].Name,
            records.Select(RecordEncoding.Encode),
            ContainerCodec.Null
        );
    }

    private void Save(TestApp app)
    {
        foreach (string name in app.Archive.Names)
        {
            string path = Path.Combine(folder.FullName, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, app.Archive.BytesOf(name));
        }
    }

    // No digest covers these two, as the page says: only `verify` holds the records against the policy.
    private static IEnumerable<int> Entry(byte[] container, string key, string value)
    {
        int start = container.AsSpan().IndexOf(Encoding.ASCII.GetBytes(key));
        int end = container.AsSpan().IndexOf(Encoding.ASCII.GetBytes(value)) + value.Length;
        Assert.InRange(end - start, key.Length + value.Length, key.Length + value.Length + 2);
        return Enumerable.Range(start, end - start);
    }

    private Task<ToolRun> RunAsync() =>
        ToolRun.RunAsync(Python, [Path.Combine(DocsFolder.Path, "examples", "read_archive.py"), folder.FullName, "orders", "5"]);
}
