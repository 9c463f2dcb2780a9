using System.Runtime.CompilerServices;

namespace KafkaStore.Storage.Gcs;

/// <summary>Reads bytes of an object forward. Where the connection breaks, it asks for the rest of the very same object.</summary>
internal sealed class GcsRangeStream : ForwardStream
{
    private readonly GcsBucket bucket;
    private readonly GcsRange range;
    private readonly long start;
    private readonly long end;
    private readonly long? generation;
    private GcsRangeAnswer? answer;

    public GcsRangeStream(GcsBucket bucket, GcsRange range, GcsRangeAnswer first, long start)
    {
        this.bucket = bucket;
        this.range = range;
        this.start = start;
        end = first.End;
        generation = first.Generation;
        answer = first;
    }

    public override long Length => end - start;

    // Pooled: a large object is read in tens of thousands of pieces, and each would leave its garbage.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || BytesRead == Length)
            return 0;
        try
        {
            return await ReadOnceAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && GcsAnswer.IsTransient(exception))
        {
            // The connection broke. Patience, which allocates too much for each of a body's reads, asks for the rest.
            return await ReadPatientlyAsync(buffer, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer?.Response.Dispose();
            answer = null;
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadPatientlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await bucket.Patience.RunAsync(token => ReadOnceAsync(buffer, token).AsTask(), GcsAnswer.IsTransient, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && GcsAnswer.IsTransient(exception))
        {
            throw GcsFailure.Translate(GcsAction.Read, bucket.Url, exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            answer ??=
                await range.AskAsync(start + BytesRead, Length - BytesRead, generation, cancellationToken)
                ?? throw new IOException("The object is shorter than it was.");
            int read = await answer.Body.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                throw new IOException("The answer ended early.");
            BytesRead += read;
            return read;
        }
        catch (Exception exception) when (GcsAnswer.IsTransient(exception))
        {
            answer?.Response.Dispose();
            answer = null;
            throw;
        }
    }
}
