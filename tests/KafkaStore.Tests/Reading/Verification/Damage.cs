namespace KafkaStore.Tests.Reading.Verification;

/// <summary>Takes objects apart and puts them together again, as somebody would who knows the format.</summary>
internal static class Damage
{
    public static ContainerHeader HeaderOf(byte[] container) =>
        ContainerHeader.TryParse(container, out string? problem) ?? throw new InvalidOperationException(problem);

    public static SegmentFacts FactsOf(byte[] container) => SegmentFacts.Parse(HeaderOf(container))!;

    /// <summary>Where the block starts, in bytes; the number of blocks gives the end.</summary>
    public static int BlockStart(byte[] container, int block) =>
        HeaderOf(container).Length + (int)FactsOf(container).Container.Blocks.Take(block).Sum(entry => entry.Length);

    public static byte[] Flip(byte[] container, int position, int bit = 0)
    {
        byte[] flipped = [.. container];
        flipped[position] ^= (byte)(1 << bit);
        return flipped;
    }

    public static byte[] WithMetadata(byte[] container, string key, string value) =>
        WithMetadata(container, key, Encoding.UTF8.GetBytes(value));

    public static byte[] WithMetadata(byte[] container, string key, byte[] value)
    {
        ContainerHeader header = HeaderOf(container);
        var metadata = new Dictionary<string, ReadOnlyMemory<byte>>(header.Metadata) { [key] = value };
        return [.. ContainerHeader.Write(metadata, header.Sync.Span), .. container.AsSpan(header.Length)];
    }

    public static byte[] WithBlockIndex(byte[] container, Func<BlockEntry[], BlockEntry[]> change) =>
        WithMetadata(container, HeaderKeys.Blocks, BlockIndex.Write(change([.. FactsOf(container).Container.Blocks])));

    /// <summary>Records changed, blocks and index written anew, all else in the header left as it was.</summary>
    public static async Task<byte[]> WithRecordsAsync(byte[] container, Func<Record, Record> change)
    {
        SegmentFacts facts = FactsOf(container);
        List<Record> records = await SampleContainers.ReadAsync(container);
        byte[] rewritten = await SampleContainers.WriteAsync(
            facts.Container.Name,
            records.Select(change).Select(RecordEncoding.Encode),
            ContainerCodec.Deflate()
        );
        byte[] index = BlockIndex.Write([.. FactsOf(rewritten).Container.Blocks]);
        byte[] indexed = WithMetadata(container, HeaderKeys.Blocks, index);
        return [.. indexed.AsSpan(0, HeaderOf(indexed).Length), .. rewritten.AsSpan(HeaderOf(rewritten).Length)];
    }

    /// <summary>A whole object of its own that is in order by itself.</summary>
    public static async Task<byte[]> ObjectAsync(ArchiveName name, int records)
    {
        IEnumerable<EncodedRecord> encoded = Enumerable
            .Range(0, records)
            .Select(i => RecordEncoding.Encode(SampleRecords.Of(name.BaseOffset + i, value: "extra")));
        byte[] container = await SampleContainers.WriteAsync(name, encoded, ContainerCodec.Deflate());
        return WithMetadata(container, HeaderKeys.RollReason, nameof(RollReason.Requested));
    }
}
