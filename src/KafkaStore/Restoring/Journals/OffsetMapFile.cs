using KafkaStore.Restoring.Targets;
using KafkaStore.Storage.Files;

namespace KafkaStore.Restoring.Journals;

/// <summary>
/// Old offsets to new ones, for moving consumer groups: comma-separated values under a line of names, a line for each run of
/// consecutive offsets. Offset <c>o</c> with <c>old_first &lt;= o &lt; old_first + count</c> is now <c>new_first + o - old_first</c>.
/// </summary>
internal sealed class OffsetMapFile(string path) : IDisposable
{
    public const string Names = "topic,partition,old_first,target_topic,new_first,count\n";

    private FileStream? file;

    /// <exception cref="RestoreException">There is a map already.</exception>
    public void Begin()
    {
        file = Open();
        if (!IsBarelyBegun(file))
        {
            throw new RestoreException(
                $"the offset map {path} is there already, and not of this restore. Remove it, or give another file with --offset-map."
            );
        }

        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(Names));
    }

    /// <summary>Goes on behind what the last checkpoint counts.</summary>
    /// <exception cref="RestoreException">It has become shorter than that.</exception>
    public void Resume(long length)
    {
        file = Open();
        if (file.Length < length)
        {
            throw new RestoreException(
                $"the offset map {path} has lost lines since this restore began. Restore it, or begin anew with another --state."
            );
        }

        file.SetLength(length);
        file.Position = length;
    }

    /// <returns>Its length, in bytes, of which all are on disk.</returns>
    public long Append(IEnumerable<MappedRun> runs)
    {
        FileStream open = file ?? throw new InvalidOperationException("Load the checkpoint first.");
        foreach ((Records.TopicPartition source, Records.TopicPartition target, OffsetRun run) in runs)
        {
            open.Write(
                Encoding.UTF8.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{source.Topic},{source.Partition},{run.OldFirst},{target.Topic},{run.NewFirst},{run.Count}\n"
                    )
                )
            );
        }

        open.Flush(flushToDisk: true);
        return open.Length;
    }

    // A run that ended before its first checkpoint left the names, or a part of them; whatever else there is, is somebody's.
    private static bool IsBarelyBegun(FileStream found)
    {
        byte[] names = Encoding.UTF8.GetBytes(Names);
        if (found.Length > names.Length)
            return false;
        byte[] content = new byte[found.Length];
        found.ReadExactly(content);
        return names.AsSpan().StartsWith(content);
    }

    public void Dispose() => file?.Dispose();

    private FileStream Open()
    {
        try
        {
            return OwnFiles.OpenKept(path, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"the offset map {path} can't be written: {e.Message} Give another file with --offset-map.", e);
        }
    }
}
