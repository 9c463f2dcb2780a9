namespace KafkaStore.Tests.Schemas;

/// <summary>Containers that other programs wrote, whole and damaged.</summary>
public sealed class ForeignContainerTests
{
    // As Event Hubs Capture writes it.
    private const string CaptureSchema = """
        {"type":"record","name":"EventData","namespace":"Microsoft.ServiceBus.Messaging","fields":[
          {"name":"SequenceNumber","type":"long"},{"name":"Offset","type":"string"},{"name":"EnqueuedTimeUtc","type":"string"},
          {"name":"SystemProperties","type":{"type":"map","values":["long","double","string","bytes"]}},
          {"name":"Properties","type":{"type":"map","values":["long","double","string","bytes","null"]}},
          {"name":"Body","type":["null","bytes"]}]}
        """;

    private const string Expected =
        """{"SequenceNumber":1,"Offset":"42","EnqueuedTimeUtc":"now","SystemProperties":{"p":7},"Properties":{},"Body":"{\u0022a\u0022:1}"}""";

    private static readonly byte[] Record = [2, 4, .. "42"u8, 6, .. "now"u8, 2, 2, .. "p"u8, 0, 14, 0, 0, 2, 14, .. "{\"a\":1}"u8];

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("deflate")]
    [InlineData("zstandard")]
    [InlineData("snappy")]
    [InlineData("bzip2")]
    public async Task EventHubsCapturesAreRead(string? codec) =>
        Assert.Equal([Expected, Expected, Expected], await ReadAsync(Container(codec, (2, [.. Record, .. Record]), (1, Record))));

    [Fact]
    public async Task AStreamThatCannotSeekIsReadToo()
    {
        await using var source = new ForwardOnly(Container("deflate", (1, Record)));
        ForeignContainer container = await ForeignContainer.OpenAsync(source, "capture.avro", default);
        Assert.Equal(Expected, await NextAsync(container));
        Assert.Equal(CaptureSchema, container.Header.Text("avro.schema"));
        await container.DisposeAsync();
        Assert.True(source.IsDisposed);
    }

    [Fact]
    public async Task ABlockWithoutRecordsIsNotTheEnd() =>
        Assert.Equal([Expected, Expected], await ReadAsync(Container(null, (0, []), (1, Record), (0, []), (0, []), (1, Record), (0, []))));

    [Fact]
    public async Task NoRecordsAreNoLines() => Assert.Empty(await ReadAsync(Container("null")));

    [Theory]
    [InlineData("xz")]
    [InlineData("lzma")]
    public async Task OtherCodecsGiveASentence(string codec) =>
        Assert.Equal(
            $"x is compressed with '{codec}'; only deflate, zstandard, snappy, bzip2 and null can be read.",
            await RefusedAsync(Stored(codec, CaptureSchema, (1, Record)))
        );

    [Theory]
    [InlineData("""["null","int"]""", "x can't be read: its schema is of a union, where only records are read.")]
    [InlineData("\"Nothing\"", "x can't be read: ")]
    [InlineData("{", "x can't be read: its schema is none (")]
    public async Task SchemasThatAreNotOfRecordsGiveASentence(string schema, string sentence) =>
        Assert.StartsWith(sentence, await RefusedAsync(Container(null, schema, (1, Record))));

    [Fact]
    public async Task OtherFilesGiveASentence()
    {
        Assert.Equal(
            "x is no Avro container: it does not start as an Avro object container does.",
            await RefusedAsync("PAR1 and so on"u8.ToArray())
        );
        Assert.Equal("x is no Avro container: it is empty.", await RefusedAsync([]));
        Assert.Equal("x is no Avro container: it ends inside its header.", await RefusedAsync(Container(null, (1, Record))[..100]));
        Assert.Equal("x can't be read: its header has no schema.", await RefusedAsync(ContainerHeader.Write([], new byte[16])));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
    [InlineData("zstandard")]
    [InlineData("snappy")]
    [InlineData("bzip2")]
    public async Task CutOffAnywhereItSaysSoAfterTheRecordsBefore(string codec)
    {
        byte[] whole = Container(codec, (1, Record), (2, [.. Record, .. Record]));
        int header = Container(codec).Length;
        int firstBlock = Container(codec, (1, Record)).Length;
        for (int length = header + 1; length < whole.Length; length++)
        {
            if (length == firstBlock)
                continue;
            (IReadOnlyList<string> lines, string? problem) = await TryAsync(whole[..length]);
            Assert.Equal(length < firstBlock ? 0 : 1, lines.Count);
            Assert.StartsWith($"x is damaged after {lines.Count} records, before byte ", problem);
            Assert.EndsWith(": it ends inside a block.", problem);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
    [InlineData("zstandard")]
    [InlineData("snappy")]
    [InlineData("bzip2")]
    public async Task DamageAnywhereGivesOneSentenceOrReadableRecords(string codec)
    {
        byte[] whole = Container(codec, (1, Record), (2, [.. Record, .. Record]));
        var random = new Random(3);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << random.Next(8));
            (_, string? problem) = await TryAsync(damaged);
            Assert.True(
                problem is null || (!problem.Contains('\n') && problem.StartsWith("x ") && !problem.Contains("Exception")),
                problem
            );
        }
    }

    [Fact]
    public async Task AMissingSyncMarkerIsSaidSo()
    {
        byte[] whole = Container(null, (1, Record));
        whole[^1] ^= 1;
        (_, string? problem) = await TryAsync(whole);
        Assert.StartsWith("x is damaged after 0 records, before byte ", problem);
        Assert.EndsWith(": the sync marker after a block is not the header's.", problem);
    }

    // Readers that drop what is left over lose records without a word: of 1,000 in a block that says it has 2, they print 2.
    [Theory]
    [InlineData(null, 2, 3)]
    [InlineData("deflate", 2, 3)]
    [InlineData("null", 0, 1)]
    [InlineData("deflate", 1, 1000)]
    public async Task ABlockWithMoreRecordsThanItSaysIsRefusedAfterThese(string? codec, int says, int has)
    {
        byte[] data = [.. Enumerable.Repeat(Record, has).SelectMany(bytes => bytes)];
        (IReadOnlyList<string> lines, string? problem) = await TryAsync(Container(codec, (says, data), (1, Record)));
        Assert.Equal(Enumerable.Repeat(Expected, says), lines);
        Assert.StartsWith($"x is damaged after {says} records, before byte ", problem);
        Assert.EndsWith($": the block has {(has - says) * Record.Length} bytes more than the records that it says it has.", problem);
    }

    [Fact]
    public async Task ABlockWithFewerRecordsThanItSaysIsRefusedAfterThese()
    {
        (IReadOnlyList<string> lines, string? problem) = await TryAsync(Container("null", (3, [.. Record, .. Record])));
        Assert.Equal([Expected, Expected], lines);
        Assert.EndsWith(": it ends too early.", problem);
    }

    // Of several deflate streams only the first is a block's: what that lacks is missed.
    [Fact]
    public async Task RecordsInASecondDeflateStreamAreNotLostWithoutAWord()
    {
        byte[] both = [.. Packing.Pack("deflate", Record), .. Packing.Pack("deflate", Record)];
        (IReadOnlyList<string> lines, string? problem) = await TryAsync(Stored("deflate", CaptureSchema, (2, both)));
        Assert.Equal([Expected], lines);
        Assert.EndsWith(": it ends too early.", problem);
    }

    [Theory]
    [InlineData("zstandard")]
    [InlineData("bzip2")]
    public async Task SeveralFramesOfABlockAreReadAsOne(string codec)
    {
        byte[] both = [.. Packing.Pack(codec, Record), .. Packing.Pack(codec, Record)];
        (IReadOnlyList<string> lines, string? problem) = await TryAsync(Stored(codec, CaptureSchema, (2, both)));
        Assert.Equal([Expected, Expected], lines);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("zstandard")]
    [InlineData("zstandard of a stream")]
    [InlineData("snappy")]
    [InlineData("bzip2")]
    public async Task ABlockThatUnpacksToMoreThanTheLimitIsRefusedBeforeItIsInMemory(string kind)
    {
        byte[] bomb = Packing.Bomb(kind);
        (_, string? problem) = await TryAsync(Stored(kind.Split(' ')[0], CaptureSchema, (1, bomb)));
        Assert.EndsWith($": a block unpacks to more than {ContainerLimits.MaximumBlockBytes} bytes.", problem);
    }

    /// <summary>The next record's JSON; null at the end.</summary>
    internal static async Task<string?> NextAsync(ForeignContainer container)
    {
        using var bytes = new MemoryStream();
        await using (var json = new Utf8JsonWriter(bytes))
        {
            if (!await container.WriteNextAsync(json, default))
                return null;
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(byte[] container)
    {
        (IReadOnlyList<string> lines, string? problem) = await TryAsync(container);
        Assert.Null(problem);
        return lines;
    }

    private static async Task<string> RefusedAsync(byte[] container)
    {
        (IReadOnlyList<string> lines, string? problem) = await TryAsync(container);
        Assert.Empty(lines);
        return problem!;
    }

    internal static async Task<(IReadOnlyList<string> Lines, string? Problem)> TryAsync(byte[] container)
    {
        var lines = new List<string>();
        try
        {
            await using ForeignContainer reader = await ForeignContainer.OpenAsync(new MemoryStream(container), "x", default);
            while (await NextAsync(reader) is { } line)
                lines.Add(line);
            return (lines, null);
        }
        catch (DamagedContainerException e)
        {
            return (lines, e.Message);
        }
    }

    private static byte[] Container(string? codec, params (int Count, byte[] Data)[] blocks) => Container(codec, CaptureSchema, blocks);

    private static byte[] Container(string? codec, string schema, params (int Count, byte[] Data)[] blocks) =>
        Stored(codec, schema, [.. blocks.Select(block => (block.Count, Packing.Pack(codec ?? "null", block.Data)))]);

    internal static byte[] Stored(string? codec, string schema, params (int Count, byte[] Data)[] blocks)
    {
        byte[] sync = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>> { ["avro.schema"] = Encoding.UTF8.GetBytes(schema) };
        if (codec is not null)
            metadata["avro.codec"] = Encoding.UTF8.GetBytes(codec);
        var container = new MemoryStream();
        container.Write(ContainerHeader.Write(metadata, sync));
        foreach ((int count, byte[] stored) in blocks)
        {
            container.Write(Long(count));
            container.Write(Long(stored.Length));
            container.Write(stored);
            container.Write(sync);
        }

        return container.ToArray();
    }

    internal static byte[] Long(long value)
    {
        byte[] bytes = new byte[AvroBinary.MaximumLongBytes];
        return bytes[..AvroBinary.WriteLong(bytes, value)];
    }

    private sealed class ForwardOnly(byte[] content) : MemoryStream(content)
    {
        public bool IsDisposed { get; private set; }

        public override bool CanSeek => false;

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
