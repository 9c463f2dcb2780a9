namespace KafkaStore.Scripted.Protocol;

/// <summary>Kafka's primitive types, written into an answer. Record batches are attached where they lie, not copied.</summary>
internal sealed class WireWriter
{
    // Below it a piece of its own costs more than the copy.
    private const int SmallestPiece = 4096;

    private readonly List<(ReadOnlyMemory<byte> Attached, int At)> pieces = [];
    private byte[] own = new byte[256];
    private int length;
    private int attached;

    public bool Flexible { get; set; }

    public int Size => length + attached;

    public void Int8(int value) => Grow(1)[0] = (byte)value;

    public void Bool(bool value) => Int8(value ? 1 : 0);

    public void Int16(int value) => BinaryPrimitives.WriteInt16BigEndian(Grow(2), (short)value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Grow(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Grow(8), value);

    public void Error(KafkaError error) => Int16((int)error);

    public void Id(Guid id) => id.TryWriteBytes(Grow(16), bigEndian: true, out _);

    public void Text(string? text)
    {
        int size = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        if (Flexible)
            Varint((uint)(size + 1));
        else
            Int16(size);
        Encoding.UTF8.GetBytes(text ?? "", Grow(Math.Max(size, 0)));
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Length(bytes.Length);
        bytes.CopyTo(Grow(bytes.Length));
    }

    public void Records(IReadOnlyCollection<ReadOnlyMemory<byte>> batches)
    {
        Length(batches.Sum(piece => piece.Length));
        foreach (ReadOnlyMemory<byte> piece in batches)
            Attach(piece);
    }

    public void Array<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Length(items.Count);
        foreach (T item in items)
            write(item);
    }

    public void Structs<T>(IReadOnlyCollection<T> items, Action<T> write) =>
        Array(
            items,
            item =>
            {
                write(item);
                Tags();
            }
        );

    /// <summary>Topics by name with their partitions, as most answers have them.</summary>
    public void Topics<T>(IReadOnlyCollection<(string Name, List<T> Partitions)> topics, Action<string, T> write) =>
        Structs(
            topics,
            topic =>
            {
                Text(topic.Name);
                Structs(topic.Partitions, partition => write(topic.Name, partition));
            }
        );

    public void NullArray() => Length(-1);

    public void Tags()
    {
        if (Flexible)
            Int8(0);
    }

    /// <summary>The whole answer behind its size, as pieces to send.</summary>
    public List<ArraySegment<byte>> Framed()
    {
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, Size);
        var framed = new List<ArraySegment<byte>> { size };
        int from = 0;
        foreach ((ReadOnlyMemory<byte> piece, int at) in pieces)
        {
            if (at > from)
                framed.Add(new ArraySegment<byte>(own, from, at - from));
            from = at;
            framed.Add(
                System.Runtime.InteropServices.MemoryMarshal.TryGetArray(piece, out ArraySegment<byte> segment) ? segment : piece.ToArray()
            );
        }

        framed.Add(new ArraySegment<byte>(own, from, length - from));
        return framed;
    }

    private void Attach(ReadOnlyMemory<byte> piece)
    {
        if (piece.Length < SmallestPiece)
        {
            piece.Span.CopyTo(Grow(piece.Length));
            return;
        }

        pieces.Add((piece, length));
        attached += piece.Length;
    }

    private void Length(int count)
    {
        if (Flexible)
            Varint((uint)(count + 1));
        else
            Int32(count);
    }

    private void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            Int8((int)(value | 0x80));
        Int8((int)value);
    }

    private Span<byte> Grow(int count)
    {
        if (own.Length - length < count)
            System.Array.Resize(ref own, Math.Max(own.Length * 2, length + count));
        length += count;
        return own.AsSpan(length - count, count);
    }
}
