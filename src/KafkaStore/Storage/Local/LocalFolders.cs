using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>The folders below another that are not empty.</summary>
internal sealed class LocalFolders(LocalPaths paths, CancellationToken cancellationToken)
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    public IEnumerable<string> Enumerate(string prefix)
    {
        paths.ThrowIfRootIsGone();
        if (prefix.Length > 0 && !ObjectName.IsValid(prefix.AsSpan(..^1)))
            yield break;
        foreach (string name in Read(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (HoldsObject(name))
                yield return name;
        }
    }

    // The first file decides, so a folder of a million objects is not read to its end.
    private bool HoldsObject(string folder)
    {
        try
        {
            return Directory
                    .EnumerateFiles(Path.Combine(paths.Root, folder), "*", Everything)
                    .Any(path => !paths.IsReserved(folder + Path.GetFileName(path)) && FileFacts.FindLength(path) is not null)
                || Read(folder).Any(HoldsObject);
        }
        catch (Exception exception) when (Errno.Of(exception) is Errno.Missing or Errno.NotAFolder)
        {
            return false; // it vanished since its parent was read
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("list", Path.Combine(paths.Root, folder), exception);
        }
    }

    private List<string> Read(string folder)
    {
        string path = Path.Combine(paths.Root, folder);
        try
        {
            List<string> names =
            [
                .. Directory
                    .EnumerateDirectories(path, "*", Everything)
                    .Select(child => $"{folder}{Path.GetFileName(child)}/")
                    .Where(name => !paths.IsReserved(name)),
            ];
            names.Sort(string.CompareOrdinal);
            return names;
        }
        catch (Exception exception) when (Errno.Of(exception) is Errno.Missing or Errno.NotAFolder)
        {
            return [];
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("list", path, exception);
        }
    }
}
