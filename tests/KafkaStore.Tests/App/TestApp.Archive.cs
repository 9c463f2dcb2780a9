namespace KafkaStore.Tests.App;

/// <content>What a test finds in the stores.</content>
public sealed partial class TestApp
{
    /// <summary>The archive objects' names without the markers beside them.</summary>
    public IReadOnlyList<string> ObjectNames => [.. Archive.Names.Where(name => ArchiveName.TryParse(name, out _))];

    /// <summary>The staged chunks' names.</summary>
    public IReadOnlyList<ChunkName> Chunks =>
        [
            .. Staging
                .Names.Select(name => (Is: ChunkName.TryParse(name, out ChunkName chunk), chunk))
                .Where(parsed => parsed.Is)
                .Select(parsed => parsed.chunk),
        ];

    /// <summary>The archive objects of a partition, by name.</summary>
    public async Task<IReadOnlyList<ArchiveObject>> ObjectsAsync(TopicPartition partition)
    {
        var objects = new ArchiveObjects(Archive);
        var found = new List<ArchiveObject>();
        foreach (string name in Archive.Names.Where(name => name.StartsWith(ArchiveName.Folder(partition))))
        {
            Assert.True(ArchiveName.TryParse(name, out ArchiveName parsed), name);
            found.Add((await objects.FindAsync(parsed, default))!);
        }

        return found;
    }

    /// <summary>The archived records of a partition in the order of the chain.</summary>
    public async Task<IReadOnlyList<EncodedRecord>> ArchivedAsync(TopicPartition partition)
    {
        var objects = new ArchiveObjects(Archive);
        var cursor = new ArchiveCursor(objects);
        var records = new List<EncodedRecord>();
        foreach (ArchiveObject archived in await ObjectsAsync(partition))
        {
            await foreach (EncodedRecord record in cursor.ReadObjectAsync(archived, 0, default))
                records.Add(record with { Bytes = record.Bytes.ToArray() });
        }

        return records;
    }

    /// <summary>What is archived is exactly what a read-committed reader sees up to here, each once and in order.</summary>
    public async Task AssertArchivedExactlyAsync(TopicPartition partition, long from, long to)
    {
        string[] expected =
        [
            .. Log.Read(partition, from, to).Select(record => Convert.ToHexString(RecordEncoding.Encode(record).Bytes.Span)),
        ];
        string[] archived = [.. (await ArchivedAsync(partition)).Select(record => Convert.ToHexString(record.Bytes.Span))];
        Assert.Equal(expected, archived);
    }

    /// <summary>Both archives have the same objects, byte for byte.</summary>
    public static void AssertSameArchive(TestApp expected, TestApp actual)
    {
        Assert.Equal(expected.ObjectNames, actual.ObjectNames);
        foreach (string name in expected.ObjectNames)
            Assert.True(expected.Archive.BytesOf(name).AsSpan().SequenceEqual(actual.Archive.BytesOf(name)), $"{name} differs");
    }
}
