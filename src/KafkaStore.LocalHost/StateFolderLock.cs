using KafkaStore.Storage.Files;

namespace KafkaStore.LocalHost;

/// <summary>Makes one process the owner of a state folder for as long as it lives; the system lets go of it with the process.</summary>
internal sealed class StateFolderLock : IDisposable
{
    private readonly FileStream file;

    private StateFolderLock(FileStream file) => this.file = file;

    /// <exception cref="StateFolderInUseException">Another process owns the folder.</exception>
    /// <exception cref="StorageAccessException">The folder can't be written.</exception>
    public static StateFolderLock Take(string folder)
    {
        string path = Path.Combine(folder, "lock");
        try
        {
            OwnFiles.MakeFolder(folder);
            return new StateFolderLock(OwnFiles.OpenKept(path, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageAccessException(
                $"The state folder {folder} can't be written: {e.Message} Give this user write access, or choose another with --state-dir.",
                e
            );
        }
        catch (IOException e) when (OwnFiles.IsHeld(e))
        {
            throw new StateFolderInUseException(folder, e);
        }
        catch (IOException e)
        {
            throw new StorageAccessException($"The state folder {folder} can't be made: {e.Message} Choose another with --state-dir.", e);
        }
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Another process archives with this state folder.</summary>
public sealed class StateFolderInUseException(string folder, Exception innerException)
    : Exception(
        $"Another kafka-store is using the state folder {folder}. Stop it, or choose another folder with --state-dir.",
        innerException
    );
