using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Files;

/// <summary>
/// What .NET has no call for: publishing a file under a name only if that name is free, in one step; flushing a folder; opening without
/// a lock and without waiting. What can fail answers 0 or the system's error number (<see cref="Errno"/>).
/// </summary>
internal static partial class NativeFiles
{
    // O_RDONLY | O_CLOEXEC | O_NONBLOCK: to open a pipe waits for its writer otherwise; to a file the last means nothing.
    private static readonly int ReadOnly =
        OperatingSystem.IsLinux() ? 0x80000 | 0x800
        : OperatingSystem.IsMacOS() ? 0x1000000 | 0x4
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
    public static int MakeFolder(string path, Audience audience)
    {
        if (!OperatingSystem.IsWindows())
            return Result(MakeDirectory(path, (uint)audience.OfFolder()));

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

    /// <summary>
    /// Opens a file for reading, whoever has locked it: .NET asks for a lock with every share there is, which anybody who may read the
    /// file can withhold.
    /// </summary>
    public static int OpenForReading(string path, out SafeFileHandle? file)
    {
        int descriptor = Open(path, ReadOnly);
        file = descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        return descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
    }

    /// <summary>What the process keeps from others in what it makes. It can't be asked for without being set, so it is the strictest for a moment.</summary>
    public static UnixFileMode Umask()
    {
        uint mask = SetUmask((uint)~Audience.OwnerAlone.OfFolder() & 0x1FF);
        _ = SetUmask(mask);
        return (UnixFileMode)mask;
    }

    private static int Result(int returned) => returned == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string added);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint SetUmask(uint mask);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
