namespace KafkaStore.Avro;

/// <summary>Records to and from the encoding of <c>message.avsc</c>: timestamp, key, value, offset, headers.</summary>
public static class RecordEncoding
{
    // Branches of the union [null, bytes].
    private const byte NullBranch = 0;
    private const byte BytesBranch = 2;

    /// <summary>Appends the record to <paramref name="target"/>; there is exactly one way to encode a record.</summary>
    public static void Write(IBufferWriter<byte> target, Record record) =>
        target.Advance(Write(target.GetSpan(MaximumBytes(record)), record));

    /// <summary>The record in memory of its own.</summary>
    public static EncodedRecord Encode(Record record)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(MaximumBytes(record));
        return new EncodedRecord(record.Offset, record.Timestamp, buffer.AsMemory(0, Write(buffer, record)));
    }

    /// <summary>The record in the slab's memory.</summary>
    public static EncodedRecord Encode(Record record, RecordSlab slab) =>
        new(record.Offset, record.Timestamp, slab.Take(Write(slab.Reserve(MaximumBytes(record)), record)));

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

    // As many as it can take; the numbers are counted as longest.
    private static int MaximumBytes(Record record)
    {
        long bytes = (6 * AvroBinary.MaximumLongBytes) + 2L + (record.Key?.Length ?? 0) + (record.Value?.Length ?? 0);
        foreach (RecordHeader header in record.Headers)
        {
            int key = Encoding.UTF8.GetMaxByteCount(header.Key.Length);
            bytes += (2 * AvroBinary.MaximumLongBytes) + 1 + key + (header.Value?.Length ?? 0);
        }

        return checked((int)bytes);
    }

    private static int Write(Span<byte> target, Record record)
    {
        int at = AvroBinary.WriteLong(target, record.Timestamp);
        at += WriteOptional(target[at..], record.Key);
        at += WriteOptional(target[at..], record.Value);
        at += AvroBinary.WriteLong(target[at..], record.Offset);
        if (record.Headers.Count > 0)
        {
            at += AvroBinary.WriteLong(target[at..], record.Headers.Count);
            foreach (RecordHeader header in record.Headers)
            {
                at += AvroBinary.WriteLong(target[at..], Encoding.UTF8.GetByteCount(header.Key));
                at += Encoding.UTF8.GetBytes(header.Key, target[at..]);
                at += WriteOptional(target[at..], header.Value);
            }
        }

        return at + AvroBinary.WriteLong(target[at..], 0);
    }

    private static int WriteOptional(Span<byte> target, ReadOnlyMemory<byte>? value)
    {
        target[0] = value is null ? NullBranch : BytesBranch;
        if (value is not { } bytes)
            return 1;
        int at = 1 + AvroBinary.WriteLong(target[1..], bytes.Length);
        bytes.Span.CopyTo(target[at..]);
        return at + bytes.Length;
    }
}
