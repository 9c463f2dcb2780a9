namespace KafkaStore.Storage.Azure;

/// <summary>
/// A download in the domain's words. The SDK resumes it after a lost connection; should it end before its length all the
/// same, that is an error and not the end. Owns the download.
/// </summary>
internal sealed class AzureReadStream(Stream download, long length, string name, AzureStoreUrl url) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException("The stream reads forward only.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Advance(await download.ReadAsync(buffer, cancellationToken).ConfigureAwait(false), buffer.Length);
        }
        catch (Exception exception) when (AzureFailure.IsOne(exception, cancellationToken))
        {
            throw AzureFailure.Translate("read", name, url, exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Advance(download.Read(buffer, offset, count), count);
        }
        catch (Exception exception) when (AzureFailure.IsOne(exception, CancellationToken.None))
        {
            throw AzureFailure.Translate("read", name, url, exception);
        }
    }

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream reads forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            download.Dispose();
        base.Dispose(disposing);
    }

    private int Advance(int read, int wanted)
    {
        position += read;
        return read > 0 || wanted == 0 || position >= length
            ? read
            : throw new StorageUnavailableException($"Cannot read {name} in {url.DisplayName}: the download ended after {position} of {length} bytes. Try again.");
    }
}
