using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>
/// The body of an answer, held to the length that the answer announced: a connection that ends early is an error and not
/// the end. Silence for a minute is one too. Owns the response.
/// </summary>
internal sealed class S3ObjectStream(GetObjectResponse response, string name, S3Bucket bucket) : ForwardStream
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private readonly Stream body = response.ResponseStream;
    private readonly long length = response.ContentLength;
    private CancellationTokenSource silence = new();

    public override long Length => length;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Take(buffer.Length, body.Read(buffer));
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw S3Failure.Translate("read", name, bucket, exception);
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
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw bucket.Translate("read", name, exception, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
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
