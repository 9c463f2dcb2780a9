using System.Runtime.InteropServices;

namespace KafkaStore.Storage.Files;

/// <summary>Translates a failure of the file system into the domain's own, with the remedy.</summary>
internal static class LocalFailure
{
    /// <summary>Whether the exception comes from the file system, so that <see cref="Translate"/> has a word for it.</summary>
    public static bool IsOne(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <param name="action">What was tried, as in "write".</param>
    /// <param name="path">To what.</param>
    /// <param name="exception">What .NET threw; kept inside.</param>
    public static StorageException Translate(string action, string path, Exception exception) =>
        Describe(action, path, Errno.Of(exception), exception);

    /// <inheritdoc cref="Translate"/>
    /// <param name="errno">What the system answered.</param>
    public static StorageException FromErrno(string action, string path, int errno) =>
        Describe(action, path, errno, new IOException(Marshal.GetPInvokeErrorMessage(errno), errno));

    /// <summary>The root is not there any more; an unmounted disk looks the same as one on which nothing was ever archived.</summary>
    public static StorageUnavailableException RootIsGone(string root) =>
        new($"The folder {root} is missing. Mount its disk again, or restore the folder; it is never made anew by itself.");

    /// <summary>A pipe, a socket, a device or a link that leads nowhere has the name.</summary>
    public static StorageAccessException NoFile(string action, string path) =>
        new($"Cannot {action} {path}: something that is no file has that name. Move it away.");

    private static string Needed(string action) => action is "read" or "list" or "look at" ? "read" : "read and write";

    private static StorageException Describe(string action, string path, int? errno, Exception inner)
    {
        string failed = $"Cannot {action} {path}: ";
        return errno switch
        {
            Errno.NoSpace => new StorageUnavailableException($"{failed}the disk is full. Free some space on it.", inner),
            Errno.AccessDenied => new StorageAccessException(
                $"{failed}permission denied. Let the user {Environment.UserName} {Needed(action)} there.",
                inner
            ),
            Errno.NotPermitted => new StorageAccessException(
                $"{failed}the system does not permit it (an immutable folder, or a file system without hard links). Choose another folder.",
                inner
            ),
            Errno.ReadOnlyFileSystem => new StorageAccessException(
                $"{failed}the file system is read-only. Mount it for writing, or choose another folder.",
                inner
            ),
            Errno.CrossDevice => new StorageAccessException(
                $"{failed}the temporary folder is on another file system. Choose one on the same file system as the store.",
                inner
            ),
            Errno.NotAFolder or Errno.IsAFolder => new StorageAccessException(
                $"{failed}a file and a folder claim the same name. Move away the one that does not belong there.",
                inner
            ),
            _ when errno == Errno.QuotaExceeded => new StorageUnavailableException(
                $"{failed}the disk quota is used up. Free some space, or raise the quota.",
                inner
            ),
            _ when errno == Errno.NameTooLong => new StorageAccessException(
                $"{failed}the name is too long for the file system. Choose a shorter path for the store.",
                inner
            ),
            _ when errno == Errno.NotSupported || errno == Errno.NotImplemented => new StorageAccessException(
                $"{failed}the file system has no hard links. Choose a folder on one that has them (ext4, xfs, btrfs, APFS, NFS).",
                inner
            ),
            _ => new StorageUnavailableException($"{failed}{inner.Message}", inner),
        };
    }
}
