namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>An archiver's stores at the moment at which they are kept, and what the log had to give up to then.</summary>
internal sealed class FixtureScene(string about, TestApp app) : IDisposable
{
    private readonly Dictionary<(TopicPartition Partition, long Offset), Record> seen = [];

    public TestApp App => app;

    /// <summary>A store that lags behind; null for none.</summary>
    public MemoryObjectStore? Mirror { get; set; }

    /// <summary>Folders that are kept as they lie on disk, in place of the app's stores; null for none.</summary>
    public TemporaryFolder? Disk { get; set; }

    /// <summary>Where the broker's log starts when the case is continued; without it all that was accepted is gone there.</summary>
    public Dictionary<TopicPartition, long> LogStarts { get; } = [];

    /// <summary>Remembers what the log has now, before a part of it goes; what is remembered first counts.</summary>
    public void Remember(TopicPartition partition, TestApp? of = null)
    {
        foreach (Record record in (of ?? app).Log.Read(partition, 0))
            seen.TryAdd((partition, record.Offset), record);
    }

    /// <summary>Retention takes what lies below.</summary>
    public void MoveStart(TopicPartition partition, long start)
    {
        Remember(partition);
        app.Log.MoveStart(partition, start);
    }

    public async Task SaveAsync(string folder)
    {
        TopicPartition[] partitions =
        [
            .. app
                .ObjectNames.Select(name => ArchiveName.TryParse(name, out ArchiveName parsed) ? parsed.Partition : default)
                .Concat(app.Chunks.Select(chunk => chunk.Partition))
                .Distinct()
                .Order(),
        ];
        var records = new List<FixtureRecord>();
        var facts = new List<FixturePartition>();
        foreach (TopicPartition partition in partitions)
        {
            Remember(partition);
            facts.Add(await DescribeAsync(partition, records));
        }

        await SaveStoresAsync(folder);
        FixtureRecord.WriteAll(folder, records);
        new FixtureFacts(about, app.Options.Policy.ToString(), app.Options.Codec.Name, facts)
        {
            SetAside = [.. app.Staging.Names.Where(name => name.StartsWith("~damaged/"))],
        }.Write(folder);
    }

    public void Dispose()
    {
        app.Dispose();
        Disk?.Dispose();
    }

    private async Task SaveStoresAsync(string folder)
    {
        foreach (string path in Disk is null ? [] : Directory.EnumerateFiles(Disk.Path, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Disk!.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        if (Disk is not null)
            return;
        await SaveAsync(app.Archive, Path.Combine(folder, FixtureCopy.ArchiveFolder));
        await SaveAsync(app.Staging, Path.Combine(folder, FixtureCopy.StagingFolder));
        if (Mirror is not null)
            await SaveAsync(Mirror, Path.Combine(folder, FixtureCopy.MirrorFolder));
    }

    private async Task<FixturePartition> DescribeAsync(TopicPartition partition, List<FixtureRecord> records)
    {
        string at = ArchiveName.Folder(partition).TrimEnd('/');
        IReadOnlyList<ArchiveObject> objects = await app.ObjectsAsync(partition);
        long archived = objects.Count == 0 ? 0 : objects[^1].NextOffset;
        OffsetRange[] lost =
        [
            .. app
                .Archive.Names.Select(name => MarkerName.TryParseLost(partition, name, out OffsetRange range) ? range : default)
                .Where(range => !range.IsEmpty),
        ];
        HashSet<long> staged = await StagedAsync(partition);
        foreach (
            Record record in seen.Where(entry => entry.Key.Partition == partition)
                .Select(entry => entry.Value)
                .OrderBy(record => record.Offset)
        )
        {
            if (lost.Any(range => range.Contains(record.Offset)) || (objects.Count > 0 && record.Offset < objects[0].Name.BaseOffset))
                continue;
            string where =
                record.Offset < archived ? FixtureRecord.InArchive
                : staged.Contains(record.Offset) ? FixtureRecord.InStaging
                : FixtureRecord.AtBroker;
            records.Add(FixtureRecord.Of(at, where, record));
        }

        long accepted = Math.Max(archived, app.Log.EndOf(partition));
        return new FixturePartition(at, archived, accepted, LogStarts.GetValueOrDefault(partition, accepted), [.. objects.Select(Describe)])
        {
            Lost = [.. lost.Select(range => $"{range.From}-{range.To}")],
            Fault = app.StateOf(partition)?.Fault?.Kind.ToString(),
        };
    }

    private async Task<HashSet<long>> StagedAsync(TopicPartition partition)
    {
        var offsets = new HashSet<long>();
        foreach (ChunkName chunk in app.Chunks.Where(chunk => chunk.Partition == partition && !chunk.IsProof))
        {
            await using ContainerReader reader = await ContainerReader.OpenAsync(
                new MemoryStream(app.Staging.BytesOf(chunk.ToString())),
                chunk.ToString(),
                default
            );
            while (await reader.ReadBlockAsync(default) is { } block)
                offsets.UnionWith(block.EncodedRecords().Select(record => record.Offset));
        }

        return offsets;
    }

    private static FixtureObject Describe(ArchiveObject archived) =>
        new(
            archived.Name.ToString(),
            archived.NextOffset,
            archived.Facts?.Container.Records,
            archived.Facts?.Reason.ToString(),
            archived.Facts?.Container.RecordsDigest.Hex
        );

    private static async Task SaveAsync(MemoryObjectStore store, string folder)
    {
        LocalObjectStore disk = await LocalObjectStore.OpenAsync(Directory.CreateDirectory(folder).FullName, createIfMissing: true);
        foreach (string name in store.Names)
            await disk.CreateAsync(name, ObjectContent.FromBytes(store.BytesOf(name)), default);
    }
}
