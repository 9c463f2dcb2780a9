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

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || BytesRead == Length)
            return 0;
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                answer ??= await range.AskAsync(start + BytesRead, Length - BytesRead, generation, cancellationToken).ConfigureAwait(false)
                    ?? throw new IOException("The object is shorter than it was.");
                int read = await answer.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    BytesRead += read;
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
