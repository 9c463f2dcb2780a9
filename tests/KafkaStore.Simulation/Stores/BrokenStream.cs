namespace KafkaStore.Simulation.Stores;

/// <summary>A download that breaks off; nothing about the object can be concluded from it.</summary>
internal sealed class BrokenStream(MemoryStream until) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = until.Read(buffer, offset, count);
        return read > 0 || count == 0 ? read : throw new StorageUnavailableException("A simulated download broke off.");
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = until.Read(buffer.Span);
        return read > 0 || buffer.IsEmpty
            ? ValueTask.FromResult(read)
            : ValueTask.FromException<int>(new StorageUnavailableException("A simulated download broke off."));
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
