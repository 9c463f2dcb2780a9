using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>
/// Finds out whether a folder can be a store, by doing there what a store does: permission bits say little to a
/// superuser, on a network share, or of a file system without hard links.
/// </summary>
internal static class LocalFolderCheck
{
    /// <param name="path">Of what should be a folder.</param>
    /// <param name="remedy">What to do where nothing is there.</param>
    public static void ThrowUnlessFolder(string path, string remedy)
    {
        try
        {
            FileAttributes attributes = File.GetAttributes(path);
            if (!attributes.HasFlag(FileAttributes.Directory))
                throw NoFolder(path);
        }
        catch (Exception exception) when (Errno.Of(exception) is Errno.Missing or Errno.NotAFolder)
        {
            throw new StorageAccessException($"There is no folder {path}. {remedy}", exception);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("look at", path, exception);
        }
    }

    /// <summary>Makes the folder and those above it, flushed to disk; one that exists is left as it is.</summary>
    public static void Make(string path, Audience audience)
    {
        var missing = new Stack<string>();
        for (string? folder = path; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
            {
                throw folder == path
                    ? NoFolder(path)
                    : new StorageAccessException(
                        $"Cannot make the folder {path}: {folder} is a file. Correct the path, or move the file away."
                    );
            }

            missing.Push(folder);
        }

        foreach (string folder in missing)
        {
            int error = NativeFiles.MakeFolder(folder, audience);
            if (error != 0 && error != Errno.Exists)
                throw Refused("make the folder", folder, error);

            DurableFolders.Flush(Path.GetDirectoryName(folder)!);
        }
    }

    /// <summary>Creates a file in the temporary folder, publishes it in the root, removes both.</summary>
    public static async Task ThrowUnlessWritableAsync(LocalPaths paths, Audience audience)
    {
        string published = Path.Combine(paths.Root, $".kafka-store-probe-{Guid.NewGuid():N}");
        await using var file = TemporaryFile.Create(paths.TemporaryFolder, audience);
        await file.WriteAsync("probe"u8.ToArray(), CancellationToken.None);
        int error = NativeFiles.Publish(file.Path, published);
        if (error != 0)
            throw Refused("write in", paths.Root, error);

        File.Delete(published);
    }

    private static StorageAccessException NoFolder(string path) =>
        new(
            new FileInfo(path).LinkTarget is { } target && !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target))
                ? $"{path} is a link to {target}, where nothing is. Mount or make what it leads to, or correct the path."
                : $"{path} is a file, not a folder. Give the path of a folder, or move the file away."
        );

    // At the start, nothing but the path given can be wrong, whatever the system calls it (procfs answers "no such file").
    private static StorageException Refused(string action, string path, int error)
    {
        StorageException failure = LocalFailure.FromErrno(action, path, error);
        return error is Errno.Missing or Errno.Exists or Errno.Invalid
            ? new StorageAccessException($"{failure.Message}. Choose another folder.", failure.InnerException)
            : failure;
    }
}
