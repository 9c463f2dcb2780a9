namespace KafkaStore.Storage.Streams;

/// <summary>
/// The body of an answer, held to the length that the answer announced: a connection that ends early is an error and not
/// the end. Silence for a minute is one too.
/// </summary>
/// <param name="answer">Disposed with the stream.</param>
/// <param name="body">Its bytes.</param>
/// <param name="length">How many it announced.</param>
/// <param name="translate">The domain's word for a failure of the service or of the way to it; null for any other.</param>
public sealed class AnswerStream(IDisposable answer, Stream body, long length, Func<Exception, CancellationToken, Exception?> translate)
    : ForwardStream
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private CancellationTokenSource silence = new();

    public override long Length => length;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Take(buffer.Length, body.Read(buffer));
        }
        catch (Exception exception) when (translate(exception, CancellationToken.None) is { } failure)
        {
            throw failure;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!silence.TryReset())
        {
            silence.Dispose();
            silence = new CancellationTokenSource();
        }

        silence.CancelAfter(LongestSilence);
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), silence))
                return Take(buffer.Length, await body.ReadAsync(buffer, silence.Token));
        }
        catch (Exception exception) when (translate(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer.Dispose();
            silence.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(int wanted, int read)
    {
        if (read == 0 && wanted > 0 && BytesRead < length)
            throw new EndOfStreamException($"The answer ended after {BytesRead} of {length} bytes.");
        BytesRead += read;
        return read;
    }
}
