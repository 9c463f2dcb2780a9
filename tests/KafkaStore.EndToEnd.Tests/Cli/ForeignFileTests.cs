using KafkaStore.EndToEnd.Tests.Stores;
using KafkaStore.Tests.Schemas;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Containers of other programs, from wherever people have them.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private const string Schema = """{"type":"record","name":"r","fields":[{"name":"a","type":"int"}]}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-foreign-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("cat {0} | {1} -")]
    [InlineData("cat {0} | {1} /dev/stdin")]
    [InlineData("{1} - < {0}")]
    [InlineData("{1} <(cat {0})")]
    [InlineData("mkfifo {0}.pipe; cat {0} > {0}.pipe & {1} {0}.pipe")]
    [InlineData("{1} {0}")]
    public async Task PipesAndStandardInputAreReadAsFilesAre(string line)
    {
        string file = Write("x.avro", records: 2, says: 2);
        (int exitCode, string output, string errors) = await ShellAsync(line.Replace("{0}", $"'{file}'"));
        Assert.Equal((0, "{\"a\":1}\n{\"a\":2}\n", ""), (exitCode, output, errors));
    }

    [Fact]
    public async Task WhatAPipeHoldsThatIsNoContainerIsSaidInOneSentence()
    {
        (int exitCode, string output, string errors) = await ShellAsync("echo hello | {1} -");
        Assert.Equal(
            (1, "", "error: standard input is no Avro container: it does not start as an Avro object container does.\n"),
            (exitCode, output, errors)
        );
    }

    [Fact]
    public async Task ABlockThatHoldsMoreThanItSaysEndsWithAnError()
    {
        string file = Write("x.avro", records: 3, says: 2);
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", file);
        Assert.Equal((1, "{\"a\":1}\n{\"a\":2}\n"), (exitCode, output));
        Assert.Contains("the block has 1 bytes more than the records that it says it has", errors);
    }

    // 3 KB that took hours, with no record in it.
    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(45)]
    public async Task ASchemaThatUnfoldsWithoutEndEndsAtOnceWithASentence(int doublings)
    {
        string file = Path.Combine(folder.FullName, "wide.avro");
        File.WriteAllBytes(file, Container(HostileSchemas.Doubling(doublings), 1, []));
        await using var reader = KafkaStoreProcess.Start("kafka-store-reader", "local", file);
        (int exitCode, string output, string errors) = await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(
            $"error: {file} can't be read: its schema can't be used (its types unfold to more than 100,000, those that are named again counted each time).\n",
            errors
        );
    }

    // Under a limit of memory that is far below what it unpacks to.
    [Fact]
    public async Task ABlockThatUnpacksToGigabytesEndsWithASentenceInLittleMemory()
    {
        string file = Path.Combine(folder.FullName, "bomb.avro");
        File.WriteAllBytes(file, Container(Schema.Replace("int", "long", StringComparison.Ordinal), 1, Zeros(gibibytes: 1), "deflate"));
        Assert.True(new FileInfo(file).Length < 3_000_000);
        (int exitCode, string output, string errors) = await ShellAsync($"DOTNET_GCHeapHardLimit=0x40000000 {{1}} '{file}'");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.EndsWith(": a block unpacks to more than 268435456 bytes.\n", errors);
    }

    [Fact]
    public async Task TextIsEscapedAsThatOfArchivedRecordsIs()
    {
        string quoted = Path.Combine(folder.FullName, "text.avro");
        File.WriteAllBytes(quoted, TextContainer("\"é\u007f\n"));
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", quoted);
        Assert.Equal((0, "{\"a\":\"\\\"\\u00e9\\u007f\\n\"}\n", ""), (exitCode, output, errors));
    }

    [Fact]
    public async Task AReaderThatWaitsForAPipeIsStoppedAtOnce()
    {
        string pipe = Path.Combine(folder.FullName, "silent");
        using (var made = Process.Start("mkfifo", [pipe]))
            await made.WaitForExitAsync();
        await using var reader = KafkaStoreProcess.Start("kafka-store-reader", "local", pipe);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await reader.SignalAsync("TERM");
        Assert.Equal(0, (await reader.WaitAsync(TimeSpan.FromSeconds(10))).ExitCode);
    }

    // Only what really is an object is one: a topic may have any name.
    [ServerFact(TestServer.Azurite)]
    public async Task ATopicInACloudMayBeNamedAsAFileIs()
    {
        await using TwoStores stores = await TwoStores.CreateAsync();
        string folder = Path.Combine(this.folder.FullName, "archive");
        string original = Path.Combine(folder, "orders.avro", "000000", $"{0:D20}");
        Directory.CreateDirectory(Path.GetDirectoryName(original)!);
        OriginalArchive.Write(original, (1478570870012, "hello"));
        await TwoStores.RunAsync("mirror", "--local-store", folder, "--azure-store-url", stores.AzureUrl);

        Assert.Contains("\"value\": \"hello\"", await TwoStores.RunAsync("kafka-store-reader", "azure", $"{stores.AzureUrl}/orders.avro"));
        (int exitCode, _, string errors) = await TwoStores.TryAsync("kafka-store-reader", "azure", $"{stores.AzureUrl}/other.avro");
        Assert.Equal(1, exitCode);
        Assert.Contains("has no archive of a topic other.avro", errors);
    }

    // One record with one text.
    private static byte[] TextContainer(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return Container(Schema.Replace("int", "string", StringComparison.Ordinal), 1, [(byte)(bytes.Length << 1), .. bytes]);
    }

    private static byte[] Zeros(int gibibytes)
    {
        var compressed = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(compressed, System.IO.Compression.CompressionLevel.Optimal))
        {
            byte[] piece = new byte[1 << 20];
            for (int i = 0; i < gibibytes << 10; i++)
                deflate.Write(piece);
        }

        return compressed.ToArray();
    }

    // One block.
    private static byte[] Container(string schemaText, int says, byte[] records, string codec = "null")
    {
        byte[] schema = System.Text.Encoding.UTF8.GetBytes(schemaText);
        byte[] sync = new byte[16];
        return
        [
            .. "Obj\u0001"u8,
            .. Long(2),
            .. Long(11),
            .. "avro.schema"u8,
            .. Long(schema.Length),
            .. schema,
            .. Long(10),
            .. "avro.codec"u8,
            .. Long(codec.Length),
            .. System.Text.Encoding.UTF8.GetBytes(codec),
            .. Long(0),
            .. sync,
            .. Long(says),
            .. Long(records.Length),
            .. records,
            .. sync,
        ];
    }

    // As Avro writes numbers that are not negative.
    private static IEnumerable<byte> Long(long value)
    {
        long left = value << 1;
        for (; left > 0x7F; left >>= 7)
            yield return (byte)(left | 0x80);
        yield return (byte)left;
    }

    // {1} is the reader of a local path.
    private static Task<ToolRun> ShellAsync(string line)
    {
        string reader = $"dotnet '{KafkaStoreProcess.Program}' kafka-store-reader local";
        return ToolRun.RunAsync("bash", ["-c", line.Replace("{1}", reader)]);
    }

    // Numbers of one byte each.
    private string Write(string name, int records, int says)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, Container(Schema, says, [.. Enumerable.Range(1, records).Select(number => (byte)(number << 1))]));
        return path;
    }
}
