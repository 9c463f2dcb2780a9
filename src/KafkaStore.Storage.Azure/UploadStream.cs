using System.Runtime.ExceptionServices;

namespace KafkaStore.Storage.Azure;

/// <summary>
/// Content as the SDK wants it: seekable, so that a failed request can be sent again; going back opens the content anew.
/// Gives exactly the announced number of bytes or fails.
/// </summary>
internal sealed class UploadStream(ObjectContent content) : Stream
{
    private const int SkipBytes = 128 * 1024;

    private Stream? source;
    private long sourcePosition;
    private ExceptionDispatchInfo? failure;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => content.Length;

    public override long Position { get; set; }

    /// <summary>Whatever the SDK made of it: when it was the content that failed, that is what is wrong.</summary>
    public void ThrowIfContentFailed() => failure?.Throw();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - Position);
        if (wanted <= 0)
            return 0;
        try
        {
            Stream stream = await SourceAtPositionAsync(cancellationToken);
            int read = await stream.ReadAsync(buffer[..wanted], cancellationToken);
            if (read == 0)
                throw content.WrongLength(Position);
            sourcePosition += read;
            Position += read;
            return read;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = ExceptionDispatchInfo.Capture(exception);

            // Not an IOException, which the SDK would take for the network's and try again.
            throw new InvalidDataException("The content can't be read.", exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The stream is read asynchronously only.");

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source?.Dispose();
        source = null;
        base.Dispose(disposing);
    }

    private async ValueTask<Stream> SourceAtPositionAsync(CancellationToken cancellationToken)
    {
        if (source is null || sourcePosition > Position)
        {
            if (source is not null)
                await source.DisposeAsync();
            source = content.Open();
            sourcePosition = 0;
        }

        byte[]? skipped = null;
        while (sourcePosition < Position)
        {
            skipped ??= new byte[SkipBytes];
            int read = await source.ReadAsync(skipped.AsMemory(0, (int)Math.Min(SkipBytes, Position - sourcePosition)), cancellationToken);
            if (read == 0)
                throw content.WrongLength(sourcePosition);
            sourcePosition += read;
        }

        return source;
    }
}
