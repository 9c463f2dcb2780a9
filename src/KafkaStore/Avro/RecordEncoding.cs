namespace KafkaStore.Avro;

/// <summary>Records to and from the encoding of <c>message.avsc</c>: timestamp, key, value, offset, headers.</summary>
public static class RecordEncoding
{
    // Branches of the union [null, bytes].
    private const byte NullBranch = 0;
    private const byte BytesBranch = 2;

    /// <summary>Appends the record to <paramref name="target"/>; there is exactly one way to encode a record.</summary>
    public static void Write(IBufferWriter<byte> target, Record record)
    {
        AvroBinary.WriteLong(target, record.Timestamp);
        WriteOptional(target, record.Key);
        WriteOptional(target, record.Value);
        AvroBinary.WriteLong(target, record.Offset);
        if (record.Headers.Count > 0)
        {
            AvroBinary.WriteLong(target, record.Headers.Count);
            foreach (RecordHeader header in record.Headers)
            {
                AvroBinary.WriteLong(target, Encoding.UTF8.GetByteCount(header.Key));
                Encoding.UTF8.GetBytes(header.Key, target);
                WriteOptional(target, header.Value);
            }
        }

        AvroBinary.WriteLong(target, 0);
    }

    /// <summary>The record in memory of its own.</summary>
    public static EncodedRecord Encode(Record record)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0));
        Write(buffer, record);
        return new EncodedRecord(record.Offset, record.Timestamp, buffer.WrittenMemory);
    }

    /// <summary>Finds where the next record ends and moves past it; false where the bytes are not a record.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> source, ref int position, out EncodedRecord record)
    {
        ReadOnlySpan<byte> bytes = source.Span;
        int at = position;
        record = default;
        if (
            !AvroBinary.TryReadLong(bytes, ref at, out long timestamp)
            || !TryReadOptional(bytes, ref at, out _)
            || !TryReadOptional(bytes, ref at, out _)
            || !AvroBinary.TryReadLong(bytes, ref at, out long offset)
            || !TrySkipHeaders(bytes, ref at)
        )
        {
            return false;
        }

        record = new EncodedRecord(offset, timestamp, source[position..at]);
        position = at;
        return true;
    }

    /// <summary>Takes the record apart; key, value and headers point into its bytes.</summary>
    /// <exception cref="FormatException">The bytes are not a record.</exception>
    public static Record Decode(EncodedRecord encoded)
    {
        int position = 0;
        return RecordLayout.Current.TryRead(encoded.Bytes, ref position, assumedOffset: 0, out Record record)
            ? record
            : throw new FormatException($"The bytes at offset {encoded.Offset} are not a record.");
    }

    /// <summary>Key and value where they lie in the record; empty where null. False where the bytes are not a record.</summary>
    public static bool TryReadKeyAndValue(EncodedRecord encoded, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> bytes = encoded.Bytes.Span;
        int at = 0;
        bool read = AvroBinary.TryReadLong(bytes, ref at, out _);
        Range? keyRange = null;
        Range? valueRange = null;
        read = read && TryReadOptional(bytes, ref at, out keyRange) && TryReadOptional(bytes, ref at, out valueRange);
        key = keyRange is { } k ? bytes[k] : default;
        value = valueRange is { } v ? bytes[v] : default;
        return read;
    }

    internal static bool TryReadOptional(ReadOnlySpan<byte> source, ref int position, out Range? value)
    {
        value = null;
        if (!AvroBinary.TryReadLong(source, ref position, out long branch) || branch is not (0 or 1))
            return false;
        if (branch == 0)
            return true;
        if (!AvroBinary.TryReadBytes(source, ref position, out Range range))
            return false;
        value = range;
        return true;
    }

    private static bool TrySkipHeaders(ReadOnlySpan<byte> source, ref int position)
    {
        while (AvroBinary.TryReadLong(source, ref position, out long count))
        {
            if (count == 0)
                return true;
            if (count < 0)
                return false;
            for (; count > 0; count--)
            {
                if (!AvroBinary.TryReadBytes(source, ref position, out _) || !TryReadOptional(source, ref position, out _))
                    return false;
            }
        }

        return false;
    }

    private static void WriteOptional(IBufferWriter<byte> target, ReadOnlyMemory<byte>? value)
    {
        Span<byte> branch = target.GetSpan(1);
        branch[0] = value is null ? NullBranch : BytesBranch;
        target.Advance(1);
        if (value is { } bytes)
            AvroBinary.WriteBytes(target, bytes.Span);
    }
}
