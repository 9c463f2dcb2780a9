using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>Removes temporary files that no living process writes.</summary>
internal static class AbandonedFiles
{
    /// <summary>
    /// A file younger than this is left alone: between the end of its writing and its publication it is not locked. A sweep
    /// that hits one all the same (a process that stood still for a minute) makes its writer write again, nothing worse.
    /// </summary>
    public static readonly TimeSpan MinimumAge = TimeSpan.FromMinutes(1);

    /// <returns>How many were removed.</returns>
    public static int Sweep(string folder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int removed = 0;
        try
        {
            foreach (string path in Directory.EnumerateFiles(folder, "*" + TemporaryFile.Extension))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (FileFacts.FindLength(path) is not null && now - File.GetLastWriteTimeUtc(path) >= MinimumAge && RemoveUnlessHeld(path))
                    removed++;
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing has ever been written here.
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("sweep", folder, exception);
        }

        return removed;
    }

    private static bool RemoveUnlessHeld(string path)
    {
        try
        {
            // Opening for oneself alone fails as long as the writer lives, whichever process that is.
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None | FileShare.Delete, bufferSize: 0);
            File.Delete(path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException exception) when (Errno.Of(exception) == Errno.WouldBlock)
        {
            return false;
        }
    }
}
