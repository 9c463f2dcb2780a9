using KafkaStore.Storage.Streams;

namespace KafkaStore.Tests.Gcs;

/// <summary>A request's body with what a fault does to it.</summary>
internal sealed class FaultyBody(HttpContext context, FakeGcsFault? fault) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fault?.CutRequestAfterBytes is { } cut)
        {
            if (BytesRead >= cut)
            {
                context.Abort();
                throw new OperationCanceledException("Cut by a fault.");
            }

            buffer = buffer[..(int)Math.Min(buffer.Length, cut - BytesRead)];
        }

        int read = await context.Request.Body.ReadAsync(buffer, cancellationToken);
        if (fault?.DamagedByte is { } damaged && damaged >= BytesRead && damaged < BytesRead + read)
            buffer.Span[(int)(damaged - BytesRead)] ^= 1;
        BytesRead += read;
        return read;
    }
}
