using KafkaStore.Naming;
using KafkaStore.Records;

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

    /// <summary>Bytes staged past a partition's last object, by the sizes of the files.</summary>
    public long StagedBytes(TopicPartition partition) => Chunks()
        .Where(chunk => chunk.Partition == partition)
        .Select(chunk => new FileInfo(System.IO.Path.Combine(Staged, chunk.ToString())))
        .Sum(file => file.Exists ? file.Length : 0);

    /// <summary>Past the last offset of a partition that is staged or archived, by the names; 0 for nothing.</summary>
    public long AcceptedEnd(TopicPartition partition)
    {
        IEnumerable<long> chunks = Chunks().Where(chunk => chunk.Partition == partition).Select(chunk => chunk.Last + 1);
        IEnumerable<long> objects = Objects().Where(name => name.Partition == partition).Select(name => name.BaseOffset);
        return chunks.Concat(objects).DefaultIfEmpty(0).Max();
    }

    private static IEnumerable<string> Names(string root)
    {
        if (!Directory.Exists(root))
            yield break;
        var every = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach (string file in Directory.EnumerateFiles(root, "*", every))
            yield return System.IO.Path.GetRelativePath(root, file).Replace('\\', '/');
    }
}
