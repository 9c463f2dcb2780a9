using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Files;

/// <summary>A file that lives as long as it is open, for its owner alone.</summary>
internal sealed class UnnamedFile : IDisposable
{
    // Kept, since a stream that is collected may close its handle.
    private readonly FileStream stream;

    private UnnamedFile(FileStream stream)
    {
        this.stream = stream;
        Handle = stream.SafeFileHandle;
    }

    /// <summary>For reading and writing by position.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>What it throws is .NET's own.</summary>
    /// <param name="folder">Made if missing.</param>
    public static UnnamedFile Create(string folder)
    {
        OwnFiles.MakeFolder(folder);
        string path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".spool");

        // DeleteOnClose is a promise that Windows keeps for a killed process and .NET on Unix does not: there the name goes
        // at once, and the system frees the space with the last handle.
        FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        var file = new UnnamedFile(OwnFiles.Create(path, FileAccess.ReadWrite, FileShare.None, options, Audience.OwnerAlone));
        if (OperatingSystem.IsWindows())
            return file;

        try
        {
            File.Delete(path);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => stream.Dispose();
}
