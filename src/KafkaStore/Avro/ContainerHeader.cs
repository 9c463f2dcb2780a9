namespace KafkaStore.Avro;

/// <summary>The header of an Avro object container: metadata and sync marker.</summary>
public sealed class ContainerHeader
{
    public const int SyncLength = 16;

    /// <summary>A header larger than this is refused as damaged.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    /// <summary>Stands for one that can't be read now.</summary>
    public static readonly ContainerHeader None = new(
        System.Collections.Immutable.ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty,
        default,
        0
    );

    private static readonly byte[] Magic = "Obj\u0001"u8.ToArray();

    public ContainerHeader(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> metadata, ReadOnlyMemory<byte> sync, int length)
    {
        Metadata = metadata;
        Sync = sync;
        Length = length;
    }

    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Metadata { get; }

    public ReadOnlyMemory<byte> Sync { get; }

    /// <summary>In bytes; the first block starts here.</summary>
    public int Length { get; }

    /// <summary>Null when the key is absent or not UTF-8 text.</summary>
    public string? Text(string key)
    {
        if (!Metadata.TryGetValue(key, out ReadOnlyMemory<byte> value))
            return null;
        return System.Text.Unicode.Utf8.IsValid(value.Span) ? Encoding.UTF8.GetString(value.Span) : null;
    }

    /// <summary>Null when the key is absent or not a decimal number as this product writes them.</summary>
    public long? Number(string key) =>
        Text(key) is { } text
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
        && value.ToString(CultureInfo.InvariantCulture) == text
            ? value
            : null;

    /// <summary>The header's bytes, keys in ordinal order.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> metadata, ReadOnlySpan<byte> sync)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        buffer.Write(Magic);
        KeyValuePair<string, ReadOnlyMemory<byte>>[] entries = [.. metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        AvroBinary.WriteLong(buffer, entries.Length);
        foreach ((string key, ReadOnlyMemory<byte> value) in entries)
        {
            AvroBinary.WriteBytes(buffer, Encoding.UTF8.GetBytes(key));
            AvroBinary.WriteBytes(buffer, value.Span);
        }

        AvroBinary.WriteLong(buffer, 0);
        buffer.Write(sync);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Parses what is there so far. Null with <paramref name="problem"/> null: the header goes on past the bytes;
    /// null with a problem: these are no header's bytes.
    /// </summary>
    public static ContainerHeader? TryParse(ReadOnlySpan<byte> bytes, out string? problem)
    {
        problem = null;
        int magic = Math.Min(bytes.Length, Magic.Length);
        if (!bytes[..magic].SequenceEqual(Magic.AsSpan(0, magic)))
        {
            problem = "it does not start as an Avro object container does";
            return null;
        }

        if (bytes.Length < Magic.Length)
            return null;
        int position = Magic.Length;
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        while (true)
        {
            if (!AvroBinary.TryReadLong(bytes, ref position, out long count))
                return Incomplete(bytes, position, AvroBinary.MaximumLongBytes, ref problem);
            if (count == 0)
                break;
            if (count < 0)
            {
                // The other way Avro writes a map block: its size in bytes follows.
                if (!AvroBinary.TryReadLong(bytes, ref position, out _))
                    return Incomplete(bytes, position, AvroBinary.MaximumLongBytes, ref problem);
                count = count == long.MinValue ? long.MaxValue : -count;
            }

            for (; count > 0; count--)
            {
                if (
                    !AvroBinary.TryReadBytes(bytes, ref position, out Range key)
                    || !AvroBinary.TryReadBytes(bytes, ref position, out Range value)
                )
                {
                    return Incomplete(bytes, position, MaximumLength, ref problem);
                }

                metadata[Encoding.UTF8.GetString(bytes[key])] = bytes[value].ToArray();
            }
        }

        if (bytes.Length - position < SyncLength)
            return null;
        return new ContainerHeader(metadata, bytes.Slice(position, SyncLength).ToArray(), position + SyncLength);
    }

    private static ContainerHeader? Incomplete(ReadOnlySpan<byte> bytes, int position, int atMost, ref string? problem)
    {
        // A number that does not end within ten bytes never will; anything else may still be on its way.
        if (bytes.Length - position >= atMost)
            problem = "its header's metadata can't be read";
        return null;
    }
}
