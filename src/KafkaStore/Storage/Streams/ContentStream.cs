using System.Runtime.ExceptionServices;

namespace KafkaStore.Storage.Streams;

/// <summary>
/// Content as an SDK reads it that wants a stream: seekable, so that a failed request can be sent again; going back opens the
/// content anew. Gives exactly the announced number of bytes or fails.
/// </summary>
public class ContentStream(ObjectContent content) : ReadOnlyRangeStream(content.Length)
{
    private const int SkipBytes = 128 * 1024;

    private Stream? source;
    private long sourcePosition;
    private ExceptionDispatchInfo? failure;

    /// <summary>Whatever the SDK made of it: when it was the content that failed, that is what is wrong.</summary>
    public void ThrowIfContentFailed() => failure?.Throw();

    protected override int ReadAt(long position, Span<byte> buffer) =>
        throw new NotSupportedException("The stream is read asynchronously only.");

    protected override async ValueTask<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = await SourceAtAsync(position, cancellationToken);
            int read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                throw content.WrongLength(position);
            sourcePosition += read;
            return read;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            failure = ExceptionDispatchInfo.Capture(exception);

            // Not an IOException, which an SDK would take for the network's and try again.
            throw new InvalidDataException("The content can't be read.", exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            source?.Dispose();
        source = null;
        base.Dispose(disposing);
    }

    private async ValueTask<Stream> SourceAtAsync(long position, CancellationToken cancellationToken)
    {
        if (source is null || sourcePosition > position)
        {
            if (source is not null)
                await source.DisposeAsync();
            source = content.Open();
            sourcePosition = 0;
        }

        byte[]? skipped = null;
        while (sourcePosition < position)
        {
            skipped ??= new byte[SkipBytes];
            int read = await source.ReadAsync(skipped.AsMemory(0, (int)Math.Min(SkipBytes, position - sourcePosition)), cancellationToken);
            if (read == 0)
                throw content.WrongLength(sourcePosition);
            sourcePosition += read;
        }

        return source;
    }
}
