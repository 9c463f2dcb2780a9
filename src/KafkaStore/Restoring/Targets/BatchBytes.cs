namespace KafkaStore.Restoring.Targets;

/// <summary>How large a record is as a batch of its own, which is how Kafka's limits count it, before compression.</summary>
internal static class BatchBytes
{
    /// <summary>Of a request besides its one batch, with room to spare.</summary>
    public const long OfRequest = 1024;

    // Of record format 2: everything before the batch's records.
    private const int Header = 61;

    // Attributes, and the differences to the batch's own timestamp and offset, which are 0.
    private const int OfRecord = 3;

    // By as much a record and a batch may differ from the same record as it is archived.
    private const int Frame = 96;

    // No deflate stream unpacks to more than so many times its own length.
    private const long MostOfDeflate = 1032;

    public static long Of(Record record)
    {
        long bytes = OfRecord + Length(record.Key) + Length(record.Value) + AvroBinary.LongBytes(record.Headers.Count);
        foreach (RecordHeader header in record.Headers)
        {
            int name = Encoding.UTF8.GetByteCount(header.Key);
            bytes += AvroBinary.LongBytes(name) + name + Length(header.Value);
        }

        return Header + AvroBinary.LongBytes(bytes) + bytes;
    }

    /// <summary>No record of the block is larger.</summary>
    /// <param name="storedBytes">Of the block.</param>
    /// <param name="codec">As in <c>avro.codec</c>. Zstandard makes 128 KiB of four bytes, so that nothing is known of it.</param>
    public static long AtMost(long storedBytes, string codec)
    {
        long most = codec switch
        {
            "null" => storedBytes,
            "deflate" => storedBytes * MostOfDeflate,
            _ => ContainerLimits.MaximumBlockBytes,
        };
        return Frame + Math.Min(most, ContainerLimits.MaximumBlockBytes);
    }

    /// <summary>One record of the block is as large, since all others together are less than a block's usual size; 0 where nothing is known.</summary>
    /// <param name="storedBytes">Of the block; deflate's fixed codes, which quick levels use, take nine bits for a byte at most, zstandard less.</param>
    public static long AtLeast(long storedBytes) => Math.Max(0, (storedBytes / 9 * 8) - ContainerLimits.BlockBytes - Frame);

    private static long Length(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } present ? AvroBinary.LongBytes(present.Length) + present.Length : 1;
}
