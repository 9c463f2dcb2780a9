using KafkaStore.Storage.Files;
using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.Local;

/// <summary>
/// Bytes that are written once and read several times, then forgotten: in memory while they are few, then in a temporary
/// file that has no name, so that nothing is left however the process ends. One writer; readers at any time, but not on
/// another thread while it writes.
/// </summary>
public sealed class SpoolFile : IDisposable
{
    public const int DefaultMemoryLimitBytes = 4 * 1024 * 1024;

    private readonly string folder;
    private readonly int memoryLimitBytes;
    private readonly bool keepsNothing;
    private readonly PooledBytes memory = new();
    private UnnamedFile? file;
    private bool disposed;

    /// <param name="folder">Where the file will be, made if missing; null: the system's temporary folder.</param>
    /// <param name="memoryLimitBytes">Kept in memory up to this length, inclusive; 0 always uses a file.</param>
    public SpoolFile(string? folder = null, int memoryLimitBytes = DefaultMemoryLimitBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(memoryLimitBytes);
        this.folder = folder ?? Path.GetTempPath();
        this.memoryLimitBytes = memoryLimitBytes;
    }

    private SpoolFile(bool keepsNothing)
        : this() => this.keepsNothing = keepsNothing;

    /// <summary>One that only counts what is written, and has nothing to read back.</summary>
    public static SpoolFile CountingOnly() => new(keepsNothing: true);

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the bytes are in a file.</summary>
    public bool IsOnDisk => file is not null;

    /// <summary>Appends. On disk each call is one write to the file, so let the pieces be of some size.</summary>
    /// <exception cref="StorageUnavailableException">The disk is full.</exception>
    /// <exception cref="StorageAccessException">The folder can't be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (keepsNothing)
        {
            Length += bytes.Length;
            return;
        }

        if (file is null && Length + bytes.Length <= memoryLimitBytes)
        {
            memory.Append(bytes);
        }
        else
        {
            WriteToFile(bytes);
        }

        Length += bytes.Length;
    }

    /// <summary>
    /// A seekable stream over what has been written so far, with a position of its own; any number at once. It ends with
    /// this object.
    /// </summary>
    public Stream OpenRead()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (keepsNothing)
            throw new InvalidOperationException("What was written here was only counted.");
        return new Reader(this);
    }

    public void Dispose()
    {
        disposed = true;
        file?.Dispose();
        memory.Clear();
    }

    private void WriteToFile(ReadOnlySpan<byte> bytes)
    {
        try
        {
            file ??= MoveToFile();
            RandomAccess.Write(file.Handle, bytes, Length);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("write a temporary file in", folder, exception);
        }
    }

    private UnnamedFile MoveToFile()
    {
        var file = UnnamedFile.Create(folder);
        try
        {
            for (long at = 0; at < Length; )
            {
                ReadOnlySpan<byte> piece = memory.From(at);
                RandomAccess.Write(file.Handle, piece, at);
                at += piece.Length;
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        memory.Clear();
        return file;
    }

    private int ReadAt(long position, Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (file is null)
        {
            ReadOnlySpan<byte> piece = memory.From(position);
            int count = Math.Min(piece.Length, buffer.Length);
            piece[..count].CopyTo(buffer);
            return count;
        }

        try
        {
            return RandomAccess.Read(file.Handle, buffer, position);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("read back a temporary file in", folder, exception);
        }
    }

    private sealed class Reader(SpoolFile spool) : ReadOnlyRangeStream(spool.Length)
    {
        protected override int ReadAt(long position, Span<byte> buffer) => spool.ReadAt(position, buffer);
    }
}
