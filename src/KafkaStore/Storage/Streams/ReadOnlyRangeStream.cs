namespace KafkaStore.Storage.Streams;

/// <summary>A seekable reader of a fixed number of bytes that something else reads by position.</summary>
/// <param name="length">In bytes; fixed, since objects never change.</param>
public abstract class ReadOnlyRangeStream(long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Before the start.");
    }

    public override int Read(Span<byte> buffer)
    {
        int wanted = Within(buffer.Length);
        return wanted == 0 ? 0 : Advance(ReadAt(position, buffer[..wanted]));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int wanted = Within(buffer.Length);
        return wanted == 0 ? 0 : Advance(await ReadAtAsync(position, buffer[..wanted], cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            SeekOrigin.End => length + offset,
            _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, null),
        };

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    /// <summary>At least one byte of those from <paramref name="position"/>, which lies before the end; 0 only if they are gone.</summary>
    protected abstract int ReadAt(long position, Span<byte> buffer);

    /// <inheritdoc cref="ReadAt"/>
    protected virtual ValueTask<int> ReadAtAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ReadAt(position, buffer.Span));

    private int Within(int count) => (int)Math.Clamp(length - position, 0, count);

    private int Advance(int count)
    {
        position += count;
        return count;
    }
}
