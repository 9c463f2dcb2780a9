using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Local;

/// <summary>
/// What .NET has no call for: publishing a file under a name only if that name is free, in one step, and flushing a folder.
/// Everything answers 0 or the system's error number (<see cref="Errno"/>).
/// </summary>
internal static partial class NativeFiles
{
    // O_RDONLY | O_CLOEXEC
    private static readonly int ReadOnly =
        OperatingSystem.IsLinux() ? 0x80000
        : OperatingSystem.IsMacOS() ? 0x1000000
        : 0;

    /// <summary>
    /// Gives the file a second name if that name is free. File.Move without overwriting is no substitute on Unix: it looks
    /// first and then renames over whatever has appeared meanwhile.
    /// </summary>
    public static int Publish(string temporaryPath, string path)
    {
        if (!OperatingSystem.IsWindows())
            return Result(Link(temporaryPath, path));

        try
        {
            File.Move(temporaryPath, path, overwrite: false);
            return 0;
        }
        catch (IOException exception) when (exception.HResult is WindowsErrors.FileExists or WindowsErrors.AlreadyExists)
        {
            return Errno.Exists;
        }
    }

    /// <summary>Makes one folder, never its parents: a root that has vanished must not come back empty.</summary>
    public static int MakeFolder(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return Result(MakeDirectory(path, 0x1FF)); // rwx for all, less the umask
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
            return Errno.Missing;

        Directory.CreateDirectory(path);
        return 0;
    }

    /// <summary>Flushes a file, or a folder's entries, to disk. Windows flushes no folders: its file systems journal them.</summary>
    public static int Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            if (File.Exists(path))
            {
                using SafeFileHandle file = File.OpenHandle(
                    path,
                    FileMode.Open,
                    FileAccess.ReadWrite,
                    FileShare.ReadWrite | FileShare.Delete
                );
                RandomAccess.FlushToDisk(file);
            }

            return 0;
        }

        int descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError();

        int error;
        do
        {
            error = Result(Synchronize(descriptor));
        } while (error == Errno.Interrupted);

        // A read-only descriptor has nothing left to lose when closing reports something.
        _ = Close(descriptor);
        return error;
    }

    private static int Result(int returned) => returned == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string added);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
