using KafkaStore.Storage.Streams;
using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Local;

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

    /// <summary>Opens the file; what it throws is .NET's own.</summary>
    /// <param name="range">Past the end gives an empty stream.</param>
    public static FileRangeStream Open(string path, ObjectRange range)
    {
        SafeFileHandle file = File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read | FileShare.Delete,
            FileOptions.Asynchronous
        );
        try
        {
            long available = Math.Max(0, RandomAccess.GetLength(file) - range.From);
            return new FileRangeStream(file, path, range.From, Math.Min(available, range.Length ?? available));
        }
        catch
        {
            file.Dispose();
            throw;
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
