namespace KafkaStore.Storage.Azure;

/// <summary>
/// A download in the domain's words. The SDK resumes it after a lost connection; should it end before its length all the
/// same, that is an error and not the end. Owns the download.
/// </summary>
internal sealed class AzureReadStream(Stream download, long length, string name, AzureStoreUrl url) : ForwardStream
{
    public override long Length => length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Advance(await download.ReadAsync(buffer, cancellationToken), buffer.Length);
        }
        catch (Exception exception) when (AzureFailure.IsOne(exception, cancellationToken))
        {
            throw AzureFailure.Translate("read", name, url, exception);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Advance(download.Read(buffer), buffer.Length);
        }
        catch (Exception exception) when (AzureFailure.IsOne(exception, CancellationToken.None))
        {
            throw AzureFailure.Translate("read", name, url, exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            download.Dispose();
        base.Dispose(disposing);
    }

    private int Advance(int read, int wanted)
    {
        BytesRead += read;
        return read > 0 || wanted == 0 || BytesRead >= length
            ? read
            : throw new StorageUnavailableException(
                $"Cannot read {name} in {url.DisplayName}: the download ended after {BytesRead} of {length} bytes. Try again."
            );
    }
}
