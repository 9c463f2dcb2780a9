using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Files;

/// <summary>
/// What the file system says of one path. A pipe, a socket or a device is no file here: to read one may wait for ever, and never
/// gives what an object had.
/// </summary>
internal static class FileFacts
{
    private const FileAttributes Missing = (FileAttributes)(-1);

    /// <summary>The file's length in bytes, through links; null when there is no file. Being kept from looking is an error, not null.</summary>
    public static long? FindLength(string path)
    {
        if (OperatingSystem.IsLinux())
            return LengthOrNull(path, SystemStatus.At(path, out SystemStatus status), status);
        try
        {
            FileSystemInfo? file = new FileInfo(path);
            if (file.Attributes != Missing && file.Attributes.HasFlag(FileAttributes.ReparsePoint))
                file = file.ResolveLinkTarget(returnFinalTarget: true);

            return file is not FileInfo { Exists: true } found || found.Attributes.HasFlag(FileAttributes.Directory) ? null : found.Length;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("look at", path, exception);
        }
    }

    /// <summary>The length of what is open; null where that is no file.</summary>
    public static long? FindLength(SafeFileHandle file, string path) =>
        OperatingSystem.IsLinux()
            ? LengthOrNull(path, SystemStatus.Of(file, out SystemStatus status), status)
            : RandomAccess.GetLength(file);

    /// <summary>Whether anything has that name, a link that leads nowhere among it.</summary>
    public static bool IsTaken(string path) => Path.Exists(path) || new FileInfo(path).Attributes != Missing;

    /// <summary>Whether the system refused since the path is a link to itself, which is no file; one of the folders above it may hide one.</summary>
    public static bool IsLoop(string path, int error) => error == Errno.LinkLoop && new FileInfo(path).LinkTarget is not null;

    private static long? LengthOrNull(string path, int error, SystemStatus status) =>
        error switch
        {
            0 => status.IsFile ? status.Length : null,
            Errno.Missing or Errno.NotAFolder => null,
            _ when IsLoop(path, error) => null,
            _ => throw LocalFailure.FromErrno("look at", path, error),
        };
}
