namespace KafkaStore.Storage.Gcs;

/// <summary>
/// The content as the SDK reads it: forward only, which makes it use one array for all its chunks where it would make a new
/// one for each, and with the failures of the content itself told from those of the network.
/// </summary>
internal sealed class GcsUploadStream(Stream source, ObjectContent content) : ForwardStream
{
    private Exception? failure;
    private Task<int>? lastRead;

    /// <summary>Throws what reading the content threw, if it did.</summary>
    public void ThrowIfFailed()
    {
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await source.ReadAsync(buffer, cancellationToken);
            BytesRead += read;
            if (BytesRead > content.Length || (read == 0 && BytesRead < content.Length && !buffer.IsEmpty))
                throw content.WrongLength(BytesRead);
            return read;
        }
        catch (Exception exception)
        {
            failure = exception;
            throw;
        }
    }

    // The SDK reads a few kilobytes at a time; a task for each would be most of the garbage of an upload.
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValueTask<int> read = ReadAsync(buffer.AsMemory(offset, count), cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return read.AsTask();
        int length = read.Result;
        return lastRead?.Result == length ? lastRead : lastRead = Task.FromResult(length);
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
