using System.Runtime.CompilerServices;
using KafkaStore.Storage.Streams;

namespace KafkaStore.Storage.Gcs;

/// <summary>Reads bytes of an object forward. Where the connection breaks, it asks for the rest of the very same object.</summary>
internal sealed class GcsReadStream : ForwardStream
{
    private readonly GcsConnection connection;
    private readonly GcsReading reading;
    private readonly string name;
    private readonly long start;
    private readonly long end;
    private readonly long? generation;
    private GcsReadAnswer? answer;

    public GcsReadStream(GcsConnection connection, GcsReading reading, string name, GcsReadAnswer first, long start)
    {
        this.connection = connection;
        this.reading = reading;
        this.name = name;
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
            return await connection.Options.Patience.RunAsync(
                token => ReadOnceAsync(buffer, token).AsTask(),
                GcsAnswer.IsTransient,
                cancellationToken
            );
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && GcsAnswer.IsTransient(exception))
        {
            throw GcsFailure.Translate(StoreAction.Read, connection.Url, exception);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            answer ??=
                await reading.AskAsync(name, new ObjectRange(start + BytesRead, Length - BytesRead), generation, cancellationToken)
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

/// <summary>An answer with bytes, which the taker disposes.</summary>
/// <param name="Response">What has to be disposed.</param>
/// <param name="Body">The bytes up to <paramref name="End"/>.</param>
/// <param name="End">Position in the object after the last byte of the body.</param>
/// <param name="Generation">Of the object; null where the server tells none.</param>
internal sealed record GcsReadAnswer(HttpResponseMessage Response, Stream Body, long End, long? Generation);
