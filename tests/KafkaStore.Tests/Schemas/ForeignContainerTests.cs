using System.IO.Compression;
using System.Text;
using KafkaStore.Avro;
using KafkaStore.Schemas.Reading;
using KafkaStore.Storage;
using KafkaStore.Tests.Support;

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

    private static readonly byte[] Record =
    [
        2, 4, .. "42"u8, 6, .. "now"u8, 2, 2, .. "p"u8, 0, 14, 0, 0, 2, 14, .. "{\"a\":1}"u8,
    ];

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("deflate")]
    public async Task EventHubsCapturesAreRead(string? codec) =>
        Assert.Equal([Expected, Expected, Expected], await ReadAsync(Container(codec, (2, [.. Record, .. Record]), (1, Record))));

    [Fact]
    public async Task AStreamThatCannotSeekIsSpooled()
    {
        await using var source = new ForwardOnly(Container("deflate", (1, Record)));
        using ForeignContainer container = await ForeignContainer.OpenAsync(source, "capture.avro", null, CancellationToken.None);
        Assert.Equal(Expected, JsonText.Of(json => container.WriteNext(json)));
        Assert.True(source.IsDisposed);
        Assert.Equal(CaptureSchema, container.Header.Text("avro.schema"));
    }

    [Fact]
    public async Task ABlockWithoutRecordsIsNotTheEnd() =>
        Assert.Equal([Expected, Expected], await ReadAsync(Container(null, (0, []), (1, Record), (0, []), (0, []), (1, Record), (0, []))));

    [Fact]
    public async Task NoRecordsAreNoLines() => Assert.Empty(await ReadAsync(Container("null")));

    [Theory]
    [InlineData("snappy", "x can't be read: it is compressed with snappy, where only deflate and null are read.")]
    [InlineData("lzma", "x can't be read: it is compressed with lzma, where only deflate and null are read.")]
    public async Task OtherCodecsGiveASentence(string codec, string sentence) => Assert.Equal(sentence, await RefusedAsync(Container(codec, (1, Record))));

    [Theory]
    [InlineData("""["null","int"]""", "x can't be read: its schema is of a union, where only records are read.")]
    [InlineData("\"Nothing\"", "x can't be read: ")]
    [InlineData("{", "x can't be read: its schema is none (")]
    public async Task SchemasThatAreNotOfRecordsGiveASentence(string schema, string sentence) =>
        Assert.StartsWith(sentence, await RefusedAsync(Container(null, schema, (1, Record))), StringComparison.Ordinal);

    [Fact]
    public async Task OtherFilesGiveASentence()
    {
        Assert.Equal("x is no Avro container: it does not start as an Avro object container does.", await RefusedAsync("PAR1 and so on"u8.ToArray()));
        Assert.Equal("x is no Avro container: it ends inside its header.", await RefusedAsync([]));
        Assert.Equal("x is no Avro container: it ends inside its header.", await RefusedAsync(Container(null, (1, Record))[..100]));
        Assert.Equal("x can't be read: its header has no schema.", await RefusedAsync(ContainerHeader.Write([], new byte[16])));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
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
            Assert.StartsWith($"x is damaged after {lines.Count} records, before byte ", problem, StringComparison.Ordinal);
            Assert.EndsWith(": it ends too early.", problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("deflate")]
    public async Task DamageAnywhereGivesOneSentenceOrReadableRecords(string codec)
    {
        byte[] whole = Container(codec, (1, Record), (2, [.. Record, .. Record]));
        var random = new Random(3);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << random.Next(8));
            (_, string? problem) = await TryAsync(damaged);
            Assert.True(problem is null || (!problem.Contains('\n', StringComparison.Ordinal) && problem.StartsWith("x ", StringComparison.Ordinal) && !problem.Contains("Exception", StringComparison.Ordinal)), problem);
        }
    }

    [Fact]
    public async Task AMissingSyncMarkerIsSaidSo()
    {
        byte[] whole = Container(null, (1, Record));
        whole[^1] ^= 1;
        (_, string? problem) = await TryAsync(whole);
        Assert.StartsWith("x is damaged after 0 records, before byte ", problem, StringComparison.Ordinal);
        Assert.EndsWith(": a block does not end with the sync marker.", problem, StringComparison.Ordinal);
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

    private static async Task<(IReadOnlyList<string> Lines, string? Problem)> TryAsync(byte[] container)
    {
        var lines = new List<string>();
        try
        {
            using ForeignContainer reader = await ForeignContainer.OpenAsync(new MemoryStream(container), "x", null, CancellationToken.None);
            while (true)
            {
                bool more = false;
                string line = JsonText.Of(json => more = reader.WriteNext(json));
                if (!more)
                    return (lines, null);
                lines.Add(line);
            }
        }
        catch (DamagedContainerException e)
        {
            return (lines, e.Message);
        }
    }

    private static byte[] Container(string? codec, params (int Count, byte[] Data)[] blocks) => Container(codec, CaptureSchema, blocks);

    private static byte[] Container(string? codec, string schema, params (int Count, byte[] Data)[] blocks)
    {
        byte[] sync = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>> { ["avro.schema"] = Encoding.UTF8.GetBytes(schema) };
        if (codec is not null)
            metadata["avro.codec"] = Encoding.UTF8.GetBytes(codec);
        var container = new MemoryStream();
        container.Write(ContainerHeader.Write(metadata, sync));
        foreach ((int count, byte[] data) in blocks)
        {
            byte[] stored = codec == "deflate" ? Deflated(data) : data;
            container.Write(Long(count));
            container.Write(Long(stored.Length));
            container.Write(stored);
            container.Write(sync);
        }

        return container.ToArray();
    }

    private static byte[] Long(long value)
    {
        byte[] bytes = new byte[AvroBinary.MaximumLongBytes];
        return bytes[..AvroBinary.WriteLong(bytes, value)];
    }

    private static byte[] Deflated(byte[] data)
    {
        var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, CompressionLevel.Optimal))
            deflate.Write(data);
        return target.ToArray();
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
