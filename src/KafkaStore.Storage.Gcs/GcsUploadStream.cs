namespace KafkaStore.Storage.Gcs;

/// <summary>
/// The content as the SDK reads it: forward only, which makes it use one array for all its chunks where it would make a new
/// one for each, and with the failures of the content itself told from those of the network.
/// </summary>
internal sealed class GcsUploadStream(Stream source, ObjectContent content) : Stream
{
    private long position;
    private Exception? failure;
    private Task<int>? lastRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The stream reads forward only.");

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException("The stream reads forward only.");
    }

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
            int read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            position += read;
            if (position > content.Length || (read == 0 && position < content.Length && !buffer.IsEmpty))
                throw content.WrongLength(position);
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

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream reads forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source.Dispose();
        base.Dispose(disposing);
    }
}
