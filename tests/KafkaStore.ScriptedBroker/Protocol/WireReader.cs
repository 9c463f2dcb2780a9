namespace KafkaStore.Scripted.Protocol;

/// <summary>Kafka's primitive types, read from a request. In a flexible version lengths are compact and structures end with tags.</summary>
internal sealed class WireReader(ReadOnlyMemory<byte> bytes)
{
    private int at;

    public bool Flexible { get; set; }

    public byte Int8() => Take(1)[0];

    public bool Bool() => Int8() != 0;

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid Id() => new(Take(16), bigEndian: true);

    public string Text() => NullableText() ?? throw new InvalidDataException("A text that must be there is null.");

    public string? NullableText()
    {
        int length = Flexible ? Compact() : Int16();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        int length = Flexible ? Compact() : Int32();
        if (length < 0)
            return default;
        Take(length);
        return bytes[(at - length)..at];
    }

    /// <summary>An array of primitives.</summary>
    public List<T> Array<T>(Func<T> item) => NullableArray(item) ?? [];

    /// <summary>An array of structures.</summary>
    public List<T> Structs<T>(Func<T> item) => NullableStructs(item) ?? [];

    public List<T>? NullableStructs<T>(Func<T> item) =>
        NullableArray(() =>
        {
            T value = item();
            Tags();
            return value;
        });

    public List<T>? NullableArray<T>(Func<T> item)
    {
        int length = Flexible ? Compact() : Int32();
        if (length < 0)
            return null;
        var items = new List<T>();
        for (; length > 0; length--)
            items.Add(item());
        return items;
    }

    /// <summary>Tagged fields, of which this broker needs none; nothing before flexible versions.</summary>
    public void Tags()
    {
        if (!Flexible)
            return;
        for (uint count = Varint(); count > 0; count--)
        {
            Varint();
            Take((int)Varint());
        }
    }

    private int Compact() => (int)Varint() - 1;

    private uint Varint()
    {
        uint value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Int8();
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        at += count;
        return bytes.Span[(at - count)..at];
    }
}
