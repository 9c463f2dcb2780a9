using Microsoft.AspNetCore.Http;

namespace KafkaStore.Stores.Tests.Gcs.Server;

/// <summary>A request's body with what a fault does to it.</summary>
internal sealed class FaultyBody(HttpContext context, FakeGcsFault? fault) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (fault?.CutRequestAfterBytes is { } cut)
        {
            if (position >= cut)
            {
                context.Abort();
                throw new OperationCanceledException("Cut by a fault.");
            }

            buffer = buffer[..(int)Math.Min(buffer.Length, cut - position)];
        }

        int read = await context.Request.Body.ReadAsync(buffer, cancellationToken);
        if (fault?.DamagedByte is { } damaged && damaged >= position && damaged < position + read)
            buffer.Span[(int)(damaged - position)] ^= 1;
        position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
