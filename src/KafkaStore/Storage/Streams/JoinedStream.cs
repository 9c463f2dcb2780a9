namespace KafkaStore.Storage.Streams;

/// <summary>Two streams read one after the other; owns both.</summary>
internal sealed class JoinedStream(Stream first, Stream second, long length) : ForwardStream
{
    public override long Length => length;

    public override int Read(Span<byte> buffer)
    {
        int read = first.Read(buffer);
        if (read == 0)
            read = second.Read(buffer);
        BytesRead += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await first.ReadAsync(buffer, cancellationToken);
        if (read == 0)
            read = await second.ReadAsync(buffer, cancellationToken);
        BytesRead += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }

        base.Dispose(disposing);
    }
}
