namespace KafkaStore.Cli.Reader.Outputs;

/// <summary>A file or pipe whose reading ends at once when it is stopped: the system's own read of a pipe waits for its writer.</summary>
/// <param name="inner">Owned. A read that was given up may still go on in it, so nothing is read after a stop.</param>
internal sealed class StoppableStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("The stream can't seek.");

    public override long Position
    {
        get => throw new NotSupportedException("The stream can't seek.");
        set => throw new NotSupportedException("The stream can't seek.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await Task.Run(() => inner.Read(buffer.Span), cancellationToken).WaitAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("The stream can't seek.");

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
