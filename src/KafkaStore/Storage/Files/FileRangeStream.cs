using KafkaStore.Storage.Streams;
using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Files;

/// <summary>A range of a file, read by position; owns the handle.</summary>
internal sealed class FileRangeStream : ReadOnlyRangeStream
{
    private readonly SafeFileHandle file;
    private readonly string path;
    private readonly long from;

    private FileRangeStream(SafeFileHandle file, string path, long from, long length)
        : base(length)
    {
        this.file = file;
        this.path = path;
        this.from = from;
    }

    /// <summary>Opens the file, of which nobody can lock a reader out; null where there is none.</summary>
    /// <param name="range">Past the end gives an empty stream.</param>
    /// <exception cref="StorageException">It can't be opened.</exception>
    public static FileRangeStream? Find(string path, ObjectRange range)
    {
        if (OpenOrNull(path) is not { } file)
            return null;
        try
        {
            if (FileFacts.FindLength(file, path) is { } length)
            {
                long available = Math.Max(0, length - range.From);
                return new FileRangeStream(file, path, range.From, Math.Min(available, range.Length ?? available));
            }

            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafeFileHandle? OpenOrNull(string path)
    {
        if (OperatingSystem.IsWindows())
            return OpenOnWindows(path);
        int error = NativeFiles.OpenForReading(path, out SafeFileHandle? file);
        return error switch
        {
            0 => file,
            Errno.Missing or Errno.NotAFolder => null,
            Errno.NoSuchDevice => null,
            _ when FileFacts.IsLoop(path, error) => null,
            _ => throw LocalFailure.FromErrno("read", path, error),
        };
    }

    private static SafeFileHandle? OpenOnWindows(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (Errno.Of(exception) is Errno.Missing or Errno.NotAFolder || Directory.Exists(path))
        {
            return null;
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("read", path, exception);
        }
    }

    protected override int ReadAt(long position, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(file, buffer, from + position);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("read", path, exception);
        }
    }

    protected override async ValueTask<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await RandomAccess.ReadAsync(file, buffer, from + position, cancellationToken);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("read", path, exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();

        base.Dispose(disposing);
    }
}
