using System.IO.Enumeration;
using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>
/// Lists files as objects, in ordinal order of their whole names. Folders are read one at a time, as the listing gets to
/// them, and only those that can hold a name wanted.
/// </summary>
internal sealed class LocalListing(LocalPaths paths, string prefix, string? startAt, CancellationToken cancellationToken)
{
    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    public IEnumerable<ObjectEntry> Enumerate()
    {
        foreach ((string name, long? length) in Walk())
        {
            if (length is { } bytes)
                yield return new ObjectEntry(name, bytes);
        }
    }

    /// <summary>Names of what is no file: pipes, sockets, devices, links to these and links that lead nowhere.</summary>
    public IEnumerable<string> EnumerateStrays() =>
        from found in Walk()
        where found.Length is null && FileFacts.IsTaken(Path.Combine(paths.Root, found.Name))
        select found.Name;

    private IEnumerable<(string Name, long? Length)> Walk()
    {
        string folder = prefix[..(prefix.LastIndexOf('/') + 1)];
        paths.ThrowIfRootIsGone();

        // No object has a name that starts like that, and the file system must not be asked for what lies above the root.
        return folder.Length > 0 && !ObjectName.IsValid(folder.AsSpan(..^1)) ? [] : Walk(folder);
    }

    private IEnumerable<(string Name, long? Length)> Walk(string folder)
    {
        foreach (string name in ReadFolder(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (name.EndsWith('/'))
            {
                foreach ((string Name, long? Length) found in Walk(name))
                    yield return found;
            }
            else
            {
                yield return (name, FileFacts.FindLength(Path.Combine(paths.Root, name)));
            }
        }
    }

    /// <summary>
    /// What is wanted of one folder, in order; the names of folders end in <c>/</c>. That makes the order right: all that
    /// lies in folder <c>a</c> starts with <c>a/</c>, so it comes after <c>a-b</c> and before <c>a0</c>.
    /// </summary>
    private List<string> ReadFolder(string folder)
    {
        string path = Path.Combine(paths.Root, folder);
        try
        {
            var names = new FileSystemEnumerable<string>(
                path,
                (ref FileSystemEntry entry) => entry.IsDirectory ? $"{folder}{entry.FileName}/" : $"{folder}{entry.FileName}",
                Everything
            );
            List<string> wanted = [.. names.Where(IsWanted)];
            wanted.Sort(string.CompareOrdinal);
            return wanted;
        }
        catch (Exception exception) when (Errno.Of(exception) is Errno.Missing or Errno.NotAFolder)
        {
            return []; // It vanished since its parent was read, or nothing has that prefix.
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("list", path, exception);
        }
    }

    private bool IsWanted(string name) =>
        name.EndsWith('/')
            ? !paths.IsReserved(name)
                && (name.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(name, StringComparison.Ordinal))
                && (startAt is null || string.CompareOrdinal(name, startAt) >= 0 || startAt.StartsWith(name, StringComparison.Ordinal))
            : !paths.IsReserved(name)
                && name.StartsWith(prefix, StringComparison.Ordinal)
                && (startAt is null || string.CompareOrdinal(name, startAt) >= 0);
}
