namespace KafkaStore.Avro;

/// <summary>Which records a container of this product has, and where, as an archive object and a staged chunk say it alike.</summary>
/// <param name="Name">Topic-partition and base offset.</param>
/// <param name="NextOffset">Resume point: last record's offset + 1.</param>
/// <param name="SmallestTimestamp">Unix milliseconds, inclusive; null without records.</param>
/// <param name="LargestTimestamp">Unix milliseconds, inclusive; null without records.</param>
/// <param name="Blocks">Where the blocks are.</param>
public record ContainerExtent(
    ArchiveName Name,
    long NextOffset,
    long Records,
    long? SmallestTimestamp,
    long? LargestTimestamp,
    IReadOnlyList<BlockEntry> Blocks
)
{
    public OffsetRange Range => new(Name.BaseOffset, NextOffset);

    /// <summary>Of a container that was written: its timestamps are those of its blocks.</summary>
    internal static ContainerExtent Of(ArchiveName name, long nextOffset, long records, IReadOnlyList<BlockEntry> blocks) =>
        new(
            name,
            nextOffset,
            records,
            blocks.Count == 0 ? null : blocks.Min(block => block.SmallestTimestamp),
            blocks.Count == 0 ? null : blocks.Max(block => block.LargestTimestamp),
            blocks
        );

    /// <summary>Null when the header is another writer's, or makes no sense.</summary>
    internal static ContainerExtent? ParseExtent(ContainerHeader header)
    {
        if (
            header.Text(HeaderKeys.Topic) is not { } topic
            || !TopicGeneration.IsName(topic)
            || header.Number(HeaderKeys.Partition) is not (>= 0 and <= int.MaxValue and long partition)
            || header.Number(HeaderKeys.BaseOffset) is not (>= 0 and long baseOffset)
            || header.Number(HeaderKeys.NextOffset) is not { } next
            || next < baseOffset
            || header.Number(HeaderKeys.Records) is not (>= 0 and long records)
            || records > next - baseOffset
            || !header.Metadata.TryGetValue(HeaderKeys.Blocks, out ReadOnlyMemory<byte> index)
            || !BlockIndex.TryParse(index.Span, out IReadOnlyList<BlockEntry> blocks)
        )
        {
            return null;
        }

        return new ContainerExtent(
            new ArchiveName(new TopicPartition(topic, (int)partition), baseOffset),
            next,
            records,
            header.Number(HeaderKeys.SmallestTimestamp),
            header.Number(HeaderKeys.LargestTimestamp),
            blocks
        );
    }

    /// <param name="digestKey">Of the entry with the digest of the records.</param>
    /// <param name="digest">In hex.</param>
    internal IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ToMetadata(string digestKey, string digest)
    {
        yield return Entry(HeaderKeys.Topic, Name.Partition.Topic);
        yield return Entry(HeaderKeys.Partition, Name.Partition.Partition);
        yield return Entry(HeaderKeys.BaseOffset, Name.BaseOffset);
        yield return Entry(HeaderKeys.NextOffset, NextOffset);
        yield return Entry(HeaderKeys.Records, Records);
        if (SmallestTimestamp is { } smallest)
            yield return Entry(HeaderKeys.SmallestTimestamp, smallest);
        if (LargestTimestamp is { } largest)
            yield return Entry(HeaderKeys.LargestTimestamp, largest);
        yield return Entry(digestKey, digest);
        yield return new(HeaderKeys.Blocks, BlockIndex.Write(Blocks));
    }

    internal static KeyValuePair<string, ReadOnlyMemory<byte>> Entry(string key, string value) => new(key, Encoding.UTF8.GetBytes(value));

    internal static KeyValuePair<string, ReadOnlyMemory<byte>> Entry(string key, long value) =>
        Entry(key, value.ToString(CultureInfo.InvariantCulture));
}
