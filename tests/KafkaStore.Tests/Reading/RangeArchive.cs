namespace KafkaStore.Tests.Reading;

/// <summary>An archive of one partition whose objects have several blocks, with holes and shuffled timestamps.</summary>
internal sealed class RangeArchive
{
    public static readonly TopicPartition Partition = new("orders", 3);

    public MemoryObjectStore Store { get; } = new();

    public List<Record> Records { get; } = [];

    public long Start { get; private init; }

    public long End { get; private set; }

    /// <summary>Objects of a few records of up to 400 KB each, so that most have several blocks.</summary>
    public static async Task<RangeArchive> MakeAsync(int seed, int objects)
    {
        var random = new Random(seed);
        long start = random.Next(3) * 1000;
        var archive = new RangeArchive { Start = start, End = start };
        for (int i = 0; i < objects; i++)
        {
            var records = new List<Record>();
            long offset = archive.End + random.Next(3);
            for (int count = random.Next(1, 14); count > 0; count--)
            {
                byte[] value = new byte[random.Next(10) == 0 ? random.Next(2_000_000) : random.Next(400_000)];
                value.AsSpan().Fill((byte)offset);
                records.Add(
                    new Record(offset, 1_000_000 + (offset * 10) + random.Next(-200, 200), BitConverter.GetBytes(offset), value, [])
                );
                offset += random.Next(4) == 0 ? random.Next(1, 20) : 1;
            }

            await archive.AddAsync(records);
        }

        return archive;
    }

    public async Task AddAsync(IReadOnlyList<Record> records)
    {
        var name = new ArchiveName(Partition, End);
        using var body = new ContainerBody(name, ContainerCodec.Deflate(1), new SpoolFile(), 1);
        foreach (Record record in records)
            await body.AppendAsync(RecordEncoding.Encode(record));
        ContainerFacts facts = await body.CompleteAsync();
        var segment = new SegmentFacts(facts, RollReason.Count, "test", Sha256Hash.FromBytes(new byte[32]));
        await Store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata()), default);
        Records.AddRange(records);
        End = facts.NextOffset;
    }
}
