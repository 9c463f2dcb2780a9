using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Files;

/// <summary>A file that lives as long as its handle, for its owner alone.</summary>
internal static class UnnamedFile
{
    /// <summary>Opens one for reading and writing; what it throws is .NET's own.</summary>
    /// <param name="folder">Made if missing.</param>
    public static SafeFileHandle Create(string folder)
    {
        OwnFiles.MakeFolder(folder);
        string path = Path.Combine(folder, Guid.NewGuid().ToString("N") + ".spool");

        // DeleteOnClose is a promise that Windows keeps for a killed process and .NET on Unix does not: there the name goes
        // at once, and the system frees the space with the last handle.
        FileOptions options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None;
        SafeFileHandle file = OwnFiles.Create(path, FileAccess.ReadWrite, FileShare.None, options, Audience.OwnerAlone).SafeFileHandle;
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
}
