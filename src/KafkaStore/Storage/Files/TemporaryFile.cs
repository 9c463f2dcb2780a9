namespace KafkaStore.Storage.Files;

/// <summary>
/// A file being written, under a name that nobody reads. Held with an exclusive advisory lock while it is open, so that
/// another process can tell it from one whose writer was killed.
/// </summary>
internal sealed class TemporaryFile : IAsyncDisposable
{
    public const string Extension = ".part";

    // One call for several pieces, or for more than a megabyte, takes ext4 on Linux 6.18 three to five times the processor's time.
    private const int WriteBytes = 256 * 1024;

    private readonly FileStream file;

    private TemporaryFile(FileStream file)
    {
        this.file = file;
    }

    public string Path => file.Name;

    /// <param name="folder">Made if missing.</param>
    /// <param name="audience">Of the file, and of the folder where it is made.</param>
    public static TemporaryFile Create(string folder, Audience audience)
    {
        string path = System.IO.Path.Combine(folder, Guid.NewGuid().ToString("N") + Extension);
        try
        {
            OwnFiles.MakeFolder(folder, audience);
            return new TemporaryFile(OwnFiles.Create(path, FileAccess.Write, FileShare.None, FileOptions.Asynchronous, audience));
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("write", path, exception);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("write", Path, exception);
        }
    }

    /// <summary>Writes all of the file, from where it lies.</summary>
    public void Write(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            long at = 0;
            foreach (ReadOnlyMemory<byte> piece in pieces)
            {
                for (ReadOnlyMemory<byte> left = piece; !left.IsEmpty; )
                {
                    ReadOnlyMemory<byte> next = left[..Math.Min(left.Length, WriteBytes)];
                    RandomAccess.Write(file.SafeFileHandle, next.Span, at);
                    at += next.Length;
                    left = left[next.Length..];
                }
            }
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("write", Path, exception);
        }
    }

    /// <summary>
    /// Flushes to disk, closes and unlocks: the lock belongs to the file and not to its name, and what is published is nobody's
    /// alone. The new time keeps a sweep away from the file until then.
    /// </summary>
    public void Complete(DateTimeOffset now)
    {
        try
        {
            file.Flush(flushToDisk: true);
            File.SetLastWriteTimeUtc(file.SafeFileHandle, now.UtcDateTime);
            file.Dispose();
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("flush to disk", Path, exception);
        }
    }

    /// <summary>Removes the temporary name; what has been published keeps the other.</summary>
    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            // Whatever brought us here says more than a leftover does, and the next sweep removes that.
        }
    }
}
