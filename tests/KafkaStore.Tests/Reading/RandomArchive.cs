namespace KafkaStore.Tests.Reading;

/// <summary>
/// An archive of one partition drawn from a seed: small blocks, objects of the original tool among ours, holes before, in and
/// between objects, and timestamps that rise, are shuffled, equal, negative or missing.
/// </summary>
internal sealed class RandomArchive
{
    private const string OriginalSchema =
        """{"type":"record","name":"message","fields":[{"name":"timestamp","type":"long"},{"name":"key","type":["null","bytes"]},{"name":"value","type":["null","bytes"]}]}""";

    private static readonly byte[] OriginalSync = [.. Enumerable.Range(1, 16).Select(each => (byte)each)];

    private readonly Random random;
    private readonly int timestamps;
    private bool followsOriginal;

    private RandomArchive(Random random)
    {
        this.random = random;
        timestamps = random.Next(4);
        long[] starts = [0, 0, 1, 998, 999_999_990];
        Start = End = starts[random.Next(starts.Length)];
    }

    public MemoryObjectStore Store { get; } = new();

    public List<Record> Records { get; } = [];

    /// <summary>Base offsets of the objects.</summary>
    public List<long> Borders { get; } = [];

    public long Start { get; }

    public long End { get; private set; }

    public static async Task<RandomArchive> MakeAsync(Random random)
    {
        var archive = new RandomArchive(random);
        for (int objects = random.Next(1, 12); objects > 0; objects--)
        {
            if (random.Next(4) == 0)
                archive.AddOriginal();
            else
                await archive.AddAsync();
        }

        return archive;
    }

    private async Task AddAsync()
    {
        ArchiveName name = NextName();
        ContainerCodec codec = random.Next(4) switch
        {
            0 => ContainerCodec.Null,
            1 => ContainerCodec.Zstandard(1),
            _ => ContainerCodec.Deflate(1),
        };
        using var body = new ContainerBody(name, codec, new SpoolFile(), 1) { FullBlockBytes = random.Next(1, 400) };
        long offset = End + Hole();
        for (int count = random.Next(1, 16); count > 0; count--)
        {
            RecordHeader[] headers = random.Next(4) == 0 ? [new RecordHeader("h", Bytes(5)), new RecordHeader("h", Bytes(5))] : [];
            var record = new Record(offset, Timestamp(offset), Bytes(9), Bytes(60), headers);
            await body.AppendAsync(RecordEncoding.Encode(record));
            Records.Add(record);
            offset += 1 + Hole();
        }

        ContainerFacts facts = await body.CompleteAsync();
        var segment = new SegmentFacts(facts, RollReason.Count, "test", Sha256Hash.FromBytes(new byte[32]));
        await Store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata()), default);
        End = facts.NextOffset;
    }

    // One record an offset, and no word of where it ends: what follows may begin further on.
    private void AddOriginal()
    {
        ArchiveName name = NextName();
        bool deflates = random.Next(2) == 0;
        PlainAvro container = new PlainAvro().Header(
            OriginalSync,
            deflates ? [("avro.schema", OriginalSchema), ("avro.codec", "deflate")] : [("avro.schema", OriginalSchema)]
        );
        for (int blocks = random.Next(1, 4); blocks > 0; blocks--)
        {
            var data = new PlainAvro();
            int count = random.Next(1, 7);
            for (int i = 0; i < count; i++, End++)
            {
                var record = new Record(End, Timestamp(End), Bytes(9), Bytes(60), []);
                data.Long(record.Timestamp).Optional(record.Key?.ToArray()).Optional(record.Value?.ToArray());
                Records.Add(record);
            }

            container.Block(count, deflates ? Deflate(data.ToArray()) : data.ToArray(), OriginalSync);
        }

        Store.Replace(name.ToString(), container.ToArray());
        followsOriginal = true;
    }

    private ArchiveName NextName()
    {
        if (followsOriginal)
            End += Hole();
        followsOriginal = false;
        Borders.Add(End);
        return new ArchiveName(RangeArchive.Partition, End);
    }

    private long Hole() => random.Next(4) == 0 ? random.Next(1, 9) : 0;

    private long Timestamp(long offset) =>
        timestamps switch
        {
            0 => 1_700_000_000_000 + (offset - Start),
            1 => 1_700_000_000_000 + random.Next(100),
            2 => 1_700_000_000_000,
            _ => random.Next(3) == 0 ? -1 : random.Next(-50, 50),
        };

    private ReadOnlyMemory<byte>? Bytes(int maximum)
    {
        if (random.Next(6) == 0)
            return null;
        byte[] bytes = new byte[random.Next(maximum)];
        if (random.Next(3) == 0)
            random.NextBytes(bytes);
        else
            bytes.AsSpan().Fill((byte)('a' + random.Next(26)));
        return bytes;
    }

    private static byte[] Deflate(byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var deflate = new DeflateStream(compressed, CompressionLevel.Fastest))
            deflate.Write(data);
        return compressed.ToArray();
    }
}
