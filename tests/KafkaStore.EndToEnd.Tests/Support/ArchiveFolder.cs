namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>A local archive's folder, looked at from outside while or after a program wrote to it.</summary>
public sealed class ArchiveFolder(string path, string? staging = null)
{
    public string Path => path;

    private string Staged => staging ?? System.IO.Path.Combine(path, "~kafka-store", "state", "staged");

    /// <summary>Names of the staged chunks now.</summary>
    public IReadOnlyList<ChunkName> Chunks()
    {
        var chunks = new List<ChunkName>();
        foreach (string name in Names(Staged))
        {
            if (ChunkName.TryParse(name, out ChunkName chunk))
                chunks.Add(chunk);
        }

        return chunks;
    }

    /// <summary>Names of the archive objects now.</summary>
    public IReadOnlyList<ArchiveName> Objects()
    {
        var objects = new List<ArchiveName>();
        foreach (string name in Names(path))
        {
            if (ArchiveName.TryParse(name, out ArchiveName archived))
                objects.Add(archived);
        }

        return [.. objects.OrderBy(name => name.ToString(), StringComparer.Ordinal)];
    }

    public byte[] BytesOf(ArchiveName name) => File.ReadAllBytes(System.IO.Path.Combine(path, name.ToString()));

    /// <summary>The staged chunks now, with their lengths in bytes.</summary>
    public IReadOnlyDictionary<ChunkName, long> ChunkLengths()
    {
        var lengths = new Dictionary<ChunkName, long>();
        foreach (ChunkName chunk in Chunks())
        {
            var file = new FileInfo(System.IO.Path.Combine(Staged, chunk.ToString()));
            if (file.Exists)
                lengths.Add(chunk, file.Length);
        }

        return lengths;
    }

    public DateTime WrittenAt(ChunkName chunk) => File.GetLastWriteTimeUtc(System.IO.Path.Combine(Staged, chunk.ToString()));

    /// <summary>Bytes staged past a partition's last object, by the sizes of the files.</summary>
    public long StagedBytes(TopicPartition partition) =>
        ChunkLengths().Where(chunk => chunk.Key.Partition == partition).Sum(chunk => chunk.Value);

    private static IEnumerable<string> Names(string root)
    {
        if (!Directory.Exists(root))
            yield break;
        var every = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach (string file in Directory.EnumerateFiles(root, "*", every))
            yield return System.IO.Path.GetRelativePath(root, file).Replace('\\', '/');
    }
}
