namespace KafkaStore.Avro;

/// <summary>What the header of a container of this product says of its records; an archive object and a staged chunk share it.</summary>
/// <param name="Name">Topic-partition and base offset.</param>
/// <param name="NextOffset">Resume point: last record's offset + 1.</param>
/// <param name="SmallestTimestamp">Unix milliseconds, inclusive; null without records.</param>
/// <param name="LargestTimestamp">Unix milliseconds, inclusive; null without records.</param>
/// <param name="RecordsDigest">SHA-256 of the concatenated encoded records.</param>
/// <param name="Blocks">Where the blocks are.</param>
public sealed record ContainerFacts(
    ArchiveName Name,
    long NextOffset,
    long Records,
    long? SmallestTimestamp,
    long? LargestTimestamp,
    Sha256Hash RecordsDigest,
    IReadOnlyList<BlockEntry> Blocks
)
{
    public OffsetRange Range => new(Name.BaseOffset, NextOffset);

    /// <summary>Of a container that was written: its timestamps are those of its blocks.</summary>
    internal static ContainerFacts Of(
        ArchiveName name,
        long nextOffset,
        long records,
        Sha256Hash digest,
        IReadOnlyList<BlockEntry> blocks
    ) =>
        new(
            name,
            nextOffset,
            records,
            blocks.Count == 0 ? null : blocks.Min(block => block.SmallestTimestamp),
            blocks.Count == 0 ? null : blocks.Max(block => block.LargestTimestamp),
            digest,
            blocks
        );

    /// <summary>Null when the header is another writer's, or makes no sense.</summary>
    public static ContainerFacts? Parse(ContainerHeader header)
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
            || !Sha256Hash.TryParse(header.Text(HeaderKeys.RecordsDigest), out Sha256Hash digest)
            || !header.Metadata.TryGetValue(HeaderKeys.Blocks, out ReadOnlyMemory<byte> index)
            || !BlockIndex.TryParse(index.Span, out IReadOnlyList<BlockEntry> blocks)
        )
        {
            return null;
        }

        return new ContainerFacts(
            new ArchiveName(new TopicPartition(topic, (int)partition), baseOffset),
            next,
            records,
            header.Number(HeaderKeys.SmallestTimestamp),
            header.Number(HeaderKeys.LargestTimestamp),
            digest,
            blocks
        );
    }

    internal IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ToMetadata()
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
        yield return Entry(HeaderKeys.RecordsDigest, RecordsDigest.Hex);
        yield return new(HeaderKeys.Blocks, BlockIndex.Write(Blocks));
    }

    internal static KeyValuePair<string, ReadOnlyMemory<byte>> Entry(string key, string value) => new(key, Encoding.UTF8.GetBytes(value));

    internal static KeyValuePair<string, ReadOnlyMemory<byte>> Entry(string key, long value) =>
        Entry(key, value.ToString(CultureInfo.InvariantCulture));
}
