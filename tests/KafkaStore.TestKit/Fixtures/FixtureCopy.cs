namespace KafkaStore.Tests.Fixtures;

/// <summary>A copy of a case that a test may read, damage and continue.</summary>
public sealed class FixtureCopy : IDisposable
{
    public const string ArchiveFolder = "archive";
    public const string StagingFolder = "staging";
    public const string MirrorFolder = "mirror";

    /// <summary>Where the local host keeps staged chunks by default, below an archive that is a folder.</summary>
    public const string DefaultStaging = "~kafka-store/state/staged";

    private readonly TemporaryFolder folder = new();

    /// <param name="name">As <c>v0/holes</c>.</param>
    public FixtureCopy(string name)
    {
        string source = Path.Combine(FixtureFolder.Root, name);
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = folder.Below(Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        Facts = FixtureFacts.Read(folder.Path);
        Records = FixtureRecord.ReadAll(folder.Path);
    }

    public FixtureFacts Facts { get; }

    public IReadOnlyList<FixtureRecord> Records { get; }

    /// <summary>The archive as it lies on disk.</summary>
    public LocalObjectStore Archive => new(PathOf(ArchiveFolder));

    /// <summary>Its mirror, if <see cref="HasMirror"/>.</summary>
    public LocalObjectStore Mirror => new(PathOf(MirrorFolder));

    /// <summary>Whether anything is staged that says that offsets are empty.</summary>
    public bool HasProof =>
        Directory
            .EnumerateFiles(StagingPath, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(StagingPath, file).Replace('\\', '/'))
            .Any(file => ChunkName.TryParse(file, out ChunkName chunk) && chunk.IsProof);

    public bool HasMirror => Directory.Exists(PathOf(MirrorFolder));

    public string PathOf(string relative) => folder.Below(relative);

    /// <summary>The staging location as it lies on disk: beside the archive or, where the local host made it, in its state folder.</summary>
    public string StagingPath =>
        Directory.Exists(PathOf(StagingFolder)) ? PathOf(StagingFolder) : PathOf($"{ArchiveFolder}/{DefaultStaging}");

    /// <summary>A folder's objects in memory, where the tests' archiver works on them.</summary>
    public Task<MemoryObjectStore> LoadAsync(string folder) => LoadAsync(folder == StagingFolder ? StagingPath : PathOf(folder), folder);

    public static async Task<MemoryObjectStore> LoadAsync(string path, string name)
    {
        var memory = new MemoryObjectStore($"memory:{name}");
        await foreach (ObjectEntry entry in new LocalObjectStore(path).ListAsync("", null, default))
            memory.Replace(entry.Name, await File.ReadAllBytesAsync(Path.Combine(path, entry.Name)));
        return memory;
    }

    public void Dispose() => folder.Dispose();
}
