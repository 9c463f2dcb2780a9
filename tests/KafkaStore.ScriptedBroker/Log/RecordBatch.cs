namespace KafkaStore.Scripted.Log;

/// <summary>A record batch of format 2 as it goes over the wire; its header's fields are read and written in place.</summary>
internal sealed class RecordBatch(byte[] bytes)
{
    public const int HeaderSize = 61;

    // What precedes the length's end is not counted by it.
    private const int LengthEnd = 12;
    private const int Checked = 21;

    public byte[] Bytes => bytes;

    public long BaseOffset
    {
        get => Int64(0);
        set => BinaryPrimitives.WriteInt64BigEndian(bytes, value);
    }

    public int LeaderEpoch
    {
        get => Int32(12);
        set => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), value);
    }

    public int LastOffsetDelta
    {
        get => Int32(23);
        set => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(23), value);
    }

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public long BaseTimestamp => Int64(27);

    public long MaxTimestamp
    {
        get => Int64(35);
        set => BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(35), value);
    }

    public long ProducerId => Int64(43);

    public short ProducerEpoch => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(51));

    public int BaseSequence => Int32(53);

    public int Count => Int32(57);

    public BatchAttributes Attributes
    {
        get => (BatchAttributes)BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(21));
        set => BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(21), (short)value);
    }

    public bool IsCompressed => (Attributes & BatchAttributes.Codec) != 0;

    public bool IsTransactional => Attributes.HasFlag(BatchAttributes.Transactional);

    public bool IsControl => Attributes.HasFlag(BatchAttributes.Control);

    public bool IsIntact => (uint)Int32(17) == Crc32C.Of(bytes.AsSpan(Checked));

    /// <summary>Writes the checksum anew.</summary>
    public RecordBatch Seal()
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(17), Crc32C.Of(bytes.AsSpan(Checked)));
        return this;
    }

    /// <summary>Makes the checksum wrong, and right again when it was damaged so.</summary>
    public void FlipChecksum() => bytes[17] ^= 0x55;

    /// <summary>All records get the broker's time, as message.timestamp.type=LogAppendTime asks for.</summary>
    public void Stamp(long now)
    {
        Attributes |= BatchAttributes.LogAppendTime;
        MaxTimestamp = now;
        Seal();
    }

    /// <summary>Takes a produced record set apart.</summary>
    /// <returns>Null where it holds another format than 2.</returns>
    public static List<RecordBatch>? Split(ReadOnlySpan<byte> set)
    {
        var batches = new List<RecordBatch>();
        while (!set.IsEmpty)
        {
            if (set.Length < HeaderSize || set[16] != 2)
                return null;
            int size = LengthEnd + BinaryPrimitives.ReadInt32BigEndian(set[8..]);
            batches.Add(new RecordBatch(set[..size].ToArray()));
            set = set[size..];
        }

        return batches;
    }

    private int Int32(int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));

    private long Int64(int at) => BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at));
}

[Flags]
internal enum BatchAttributes : short
{
    None = 0,
    Codec = 7,
    LogAppendTime = 8,
    Transactional = 16,
    Control = 32,
}
