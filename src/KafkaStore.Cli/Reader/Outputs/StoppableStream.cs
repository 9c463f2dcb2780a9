using KafkaStore.Storage.Streams;

namespace KafkaStore.Cli.Reader.Outputs;

/// <summary>A file or pipe whose reading ends at once when it is stopped: the system's own read of a pipe waits for its writer.</summary>
/// <param name="inner">Owned. A read that was given up may still go on in it, so nothing is read after a stop.</param>
internal sealed class StoppableStream(Stream inner) : ForwardStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await Task.Run(() => inner.Read(buffer.Span), cancellationToken).WaitAsync(cancellationToken);
        BytesRead += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
