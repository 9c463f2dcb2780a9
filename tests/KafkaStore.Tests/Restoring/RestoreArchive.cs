namespace KafkaStore.Tests.Restoring;

/// <summary>An archive of small records of all kinds: nulls, empty ones, headers, no timestamp, holes between offsets.</summary>
internal sealed class RestoreArchive
{
    private readonly Dictionary<TopicPartition, long> ends = [];

    public MemoryObjectStore Store { get; } = new();

    public ArchiveObjects Objects => new(Store);

    public Dictionary<TopicPartition, List<Record>> Records { get; } = [];

    public static async Task<RestoreArchive> MakeAsync(int seed, string topic = "orders", int partitions = 2, int objects = 3)
    {
        var archive = new RestoreArchive();
        await archive.AddAsync(new Random(seed), topic, partitions, objects);
        return archive;
    }

    public async Task AddAsync(Random random, string topic, int partitions, int objects)
    {
        for (int number = 0; number < partitions; number++)
        {
            var partition = new TopicPartition(topic, number);
            long offset = random.Next(3) * 100;
            for (int i = 0; i < objects; i++)
            {
                var records = new List<Record>();
                for (int count = random.Next(1, 15); count > 0; count--)
                {
                    records.Add(Make(random, offset));
                    offset += random.Next(5) == 0 ? random.Next(2, 9) : 1;
                }

                await AddAsync(partition, records);
            }
        }
    }

    /// <param name="partition">Of which.</param>
    /// <param name="records">One object's.</param>
    /// <param name="baseOffset">Null: where the object before ends.</param>
    public async Task AddAsync(TopicPartition partition, IReadOnlyList<Record> records, long? baseOffset = null)
    {
        var name = new ArchiveName(partition, baseOffset ?? ends.GetValueOrDefault(partition, records[0].Offset));
        using var body = new ContainerBody(name, ContainerCodec.Deflate(1), new SpoolFile(), 1);
        foreach (Record record in records)
            await body.AppendAsync(RecordEncoding.Encode(record));
        ContainerFacts facts = await body.CompleteAsync();
        var segment = new SegmentFacts(facts, RollReason.Count, "test", Sha256Hash.FromBytes(new byte[32]));
        await Store.CreateAsync(name.ToString(), new ContainerContent(body, segment.ToMetadata()), default);
        if (!Records.TryGetValue(partition, out List<Record>? all))
            Records[partition] = all = [];
        all.AddRange(records);
        ends[partition] = facts.NextOffset;
    }

    // Records that are equal to each other are the hard ones: they can only be counted.
    private static Record Make(Random random, long offset) =>
        new(
            offset,
            random.Next(6) == 0 ? -1 : 1_700_000_000_000 + random.Next(3),
            Bytes(random),
            Bytes(random),
            random.Next(3) == 0 ? [new RecordHeader("h", Bytes(random)), new RecordHeader("h", null)] : []
        );

    private static ReadOnlyMemory<byte>? Bytes(Random random) =>
        random.Next(4) switch
        {
            0 => default(ReadOnlyMemory<byte>?),
            1 => ReadOnlyMemory<byte>.Empty,
            _ => new[] { (byte)random.Next(3) },
        };
}
