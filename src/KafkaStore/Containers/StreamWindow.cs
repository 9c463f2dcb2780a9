namespace KafkaStore.Containers;

/// <summary>The part of a stream that is in memory: grows with what really comes, never with what a length field claims.</summary>
internal sealed class StreamWindow(Stream stream, long position = 0)
{
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private bool ended;

    /// <summary>Position of the first byte of <see cref="Available"/>, counted from where the stream is said to start.</summary>
    public long Position { get; private set; } = position;

    public ReadOnlyMemory<byte> Available => buffer.AsMemory(start, end - start);

    public void Consume(int count)
    {
        start += count;
        Position += count;
    }

    /// <summary>Reads on until that many bytes are there; false when the stream ends first.</summary>
    public async ValueTask<bool> FillAsync(int count, CancellationToken cancellationToken)
    {
        while (end - start < count && !ended)
        {
            MakeRoom(count);
            int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            ended = read == 0;
            end += read;
        }

        return end - start >= count;
    }

    private void MakeRoom(int wanted)
    {
        if (start > 0 && (end == buffer.Length || buffer.Length - start < wanted))
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
            Array.Resize(ref buffer, Math.Max(Math.Min(wanted, buffer.Length * 2), buffer.Length + 4096));
    }
}
