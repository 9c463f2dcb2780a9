using System.Buffers;

namespace KafkaStore.Storage.Gcs;

/// <summary>Reads bytes of an object forward. Where the connection breaks, it asks for the rest of the very same object.</summary>
internal sealed class GcsRangeStream : Stream
{
    private readonly GcsBucket bucket;
    private readonly GcsRange range;
    private readonly long start;
    private readonly long end;
    private readonly long? generation;
    private GcsRangeAnswer? answer;
    private long position;

    public GcsRangeStream(GcsBucket bucket, GcsRange range, GcsRangeAnswer first, long start)
    {
        this.bucket = bucket;
        this.range = range;
        this.start = position = start;
        end = first.End;
        generation = first.Generation;
        answer = first;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => end - start;

    public override long Position
    {
        get => position - start;
        set => throw new NotSupportedException("The stream reads forward only.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || position == end)
            return 0;
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                answer ??= await range.AskAsync(position, end - position, generation, cancellationToken).ConfigureAwait(false)
                    ?? throw new IOException("The object is shorter than it was.");
                int read = await answer.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    position += read;
                    return read;
                }

                failure = new IOException("The answer ended early.");
            }
            catch (Exception exception) when (GcsAnswer.IsTransient(exception, cancellationToken))
            {
                failure = exception;
            }

            answer?.Response.Dispose();
            answer = null;
            if (attempt == bucket.Patience.MaximumTries)
                throw GcsFailure.Translate(GcsAction.Read, bucket.Url, failure);
            await bucket.Patience.WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(buffer.Length);
        try
        {
            int read = ReadAsync(rented.AsMemory(0, buffer.Length)).AsTask().GetAwaiter().GetResult();
            rented.AsSpan(0, read).CopyTo(buffer);
            return read;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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
        {
            answer?.Response.Dispose();
            answer = null;
        }

        base.Dispose(disposing);
    }
}
