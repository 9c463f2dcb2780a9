namespace KafkaStore.Tests.Avro;

/// <summary>Whole containers in memory.</summary>
internal static class SampleContainers
{
    public static ArchiveName Name { get; } = new(new TopicPartition("orders", 5), 0);

    public static Task<byte[]> WriteAsync(IEnumerable<Record> records, ContainerCodec codec, int parallelism = 2) =>
        WriteAsync(Name, records.Select(RecordEncoding.Encode), codec, parallelism);

    /// <param name="name">Of the archive object.</param>
    /// <param name="records">In offset order.</param>
    /// <param name="codec">Of the blocks.</param>
    /// <param name="parallelism">Blocks compressed at a time.</param>
    /// <param name="memoryLimitBytes">Of the spool.</param>
    /// <param name="beforeAppend">Delays each record as it likes.</param>
    public static async Task<byte[]> WriteAsync(
        ArchiveName name,
        IEnumerable<EncodedRecord> records,
        ContainerCodec codec,
        int parallelism = 2,
        int memoryLimitBytes = 1 << 20,
        Func<Task>? beforeAppend = null
    )
    {
        using var body = new ContainerBody(name, codec, new SpoolFile(Path.GetTempPath(), memoryLimitBytes), parallelism);
        foreach (EncodedRecord record in records)
        {
            if (beforeAppend is not null)
                await beforeAppend();
            await body.AppendAsync(record);
        }

        SegmentFacts facts = Facts(await body.CompleteAsync());
        return await ToBytesAsync(new ContainerContent(body, facts.ToMetadata(), facts.ToObjectMetadata()));
    }

    public static SegmentFacts Facts(ContainerFacts container)
    {
        Sha256Hash chain = ChainHash.Next(
            ChainHash.Origin(container.Name),
            container.Name.BaseOffset,
            container.NextOffset,
            container.Records,
            container.RecordsDigest
        );
        return new SegmentFacts(container, RollReason.Size, SegmentPolicy.Default.ToString(), chain);
    }

    public static async Task<byte[]> ToBytesAsync(ObjectContent content)
    {
        using var bytes = new MemoryStream();
        await using Stream stream = content.Open();
        await stream.CopyToAsync(bytes);
        Assert.Equal(content.Length, bytes.Length);
        return bytes.ToArray();
    }

    public static Task<ContainerReader> OpenAsync(byte[] container) =>
        ContainerReader.OpenAsync(new MemoryStream(container, writable: false), "container", default);

    public static async Task<List<Record>> ReadAsync(byte[] container, long baseOffset = 0)
    {
        await using ContainerReader reader = await OpenAsync(container);
        return await ReadAsync(reader, baseOffset);
    }

    /// <summary>All that is left, each record in memory of its own.</summary>
    public static async Task<List<Record>> ReadAsync(ContainerReader reader, long baseOffset = 0)
    {
        var records = new List<Record>();
        while (await reader.ReadBlockAsync(default) is { } block)
        {
            ContainerBlock own = block with { Data = block.Data.ToArray() };
            records.AddRange(own.Records(reader.Layout, baseOffset + records.Count));
        }

        return records;
    }

    public static void AssertEqual(IEnumerable<Record> expected, IEnumerable<Record> actual) =>
        Assert.Equal(expected.Select(SampleRecords.Text), actual.Select(SampleRecords.Text));
}
