namespace KafkaStore.Schemas.Reading;

/// <summary>Other bytes in place of a stream's first ones. Seekable; owns the stream.</summary>
internal sealed class SplicedStream(byte[] head, Stream body, long bodyStart) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => head.Length + body.Length - bodyStart;

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Before the start.");
    }

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (position < head.Length)
        {
            read = Math.Min(buffer.Length, head.Length - (int)position);
            head.AsSpan((int)position, read).CopyTo(buffer);
        }
        else
        {
            long at = position - head.Length + bodyStart;
            if (body.Position != at)
                body.Position = at;
            read = body.Read(buffer);
        }

        position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
