using Amazon.S3.Model;

namespace KafkaStore.Storage.S3;

/// <summary>
/// The body of an answer, held to the length that the answer announced: a connection that ends early is an error and not
/// the end. Silence for a minute is one too. Owns the response.
/// </summary>
internal sealed class S3ObjectStream(GetObjectResponse response, string name, S3Bucket bucket) : ForwardStream
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private readonly Stream _body = response.ResponseStream;
    private readonly long _length = response.ContentLength;
    private CancellationTokenSource _silence = new();

    public override long Length => _length;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Take(buffer.Length, _body.Read(buffer));
        }
        catch (Exception exception) when (S3Failure.IsOne(exception))
        {
            throw S3Failure.Translate("read", name, bucket, exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_silence.TryReset())
        {
            _silence.Dispose();
            _silence = new CancellationTokenSource();
        }

        _silence.CancelAfter(LongestSilence);
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _silence))
                return Take(buffer.Length, await _body.ReadAsync(buffer, _silence.Token));
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
            _silence.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(int wanted, int read)
    {
        if (read == 0 && wanted > 0 && BytesRead < _length)
            throw new EndOfStreamException($"The answer ended after {BytesRead} of {_length} bytes.");
        BytesRead += read;
        return read;
    }
}
