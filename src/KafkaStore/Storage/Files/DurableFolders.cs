using System.Collections.Concurrent;

namespace KafkaStore.Storage.Files;

/// <summary>
/// Makes the folders that an object needs, and sees to it that they survive a loss of power: a file that was flushed is
/// still lost when the entry of its folder, or of any folder above, was not.
/// </summary>
internal sealed class DurableFolders(string root, Audience audience)
{
    // Folders below the root whose entries are known to be on disk. One found on disk may have been made a moment ago by
    // another process that has not flushed it yet, so finding is not knowing.
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <summary>Makes the folders above an object, and flushes the entry of each the first time it is met.</summary>
    /// <param name="name">The object's name.</param>
    public void MakeFor(string name)
    {
        string parent = root;
        foreach (Range range in name.AsSpan(0, Math.Max(0, name.LastIndexOf('/'))).Split('/'))
        {
            if (range.End.Value == range.Start.Value)
            {
                return; // The object lies in the root itself.
            }

            string folder = Path.Combine(parent, name[range]);
            if (!known.ContainsKey(folder))
            {
                Make(folder, parent);
                Flush(parent);
                known.TryAdd(folder, true);
            }

            parent = folder;
        }
    }

    /// <summary>Forgets what is known: somebody removes folders.</summary>
    public void Forget() => known.Clear();

    /// <summary>Flushes the entries of a folder.</summary>
    public static void Flush(string folder)
    {
        int error = NativeFiles.Flush(folder);

        // Some network file systems answer that a folder can't be flushed; theirs are durable when the call that made them returns.
        if (error != 0 && error != Errno.Invalid && error != Errno.NotSupported)
            throw LocalFailure.FromErrno("flush to disk", folder, error);
    }

    private void Make(string folder, string parent)
    {
        int error = NativeFiles.MakeFolder(folder, audience);
        if (error == Errno.Missing && ReferenceEquals(parent, root))
            throw LocalFailure.RootIsGone(root);

        if (error != 0 && error != Errno.Exists)
            throw LocalFailure.FromErrno("make the folder", folder, error);
    }
}
