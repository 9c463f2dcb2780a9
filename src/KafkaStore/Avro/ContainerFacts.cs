namespace KafkaStore.Avro;

/// <summary>What the header of an archive object says of its records.</summary>
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
) : ContainerExtent(Name, NextOffset, Records, SmallestTimestamp, LargestTimestamp, Blocks)
{
    private ContainerFacts(ContainerExtent extent, Sha256Hash digest)
        : this(extent.Name, extent.NextOffset, extent.Records, extent.SmallestTimestamp, extent.LargestTimestamp, digest, extent.Blocks) { }

    /// <inheritdoc cref="ContainerExtent.Of"/>
    internal static ContainerFacts Of(
        ArchiveName name,
        long nextOffset,
        long records,
        Sha256Hash digest,
        IReadOnlyList<BlockEntry> blocks
    ) => new(Of(name, nextOffset, records, blocks), digest);

    /// <summary>Null when the header is another writer's, or makes no sense.</summary>
    public static ContainerFacts? Parse(ContainerHeader header) =>
        Sha256Hash.TryParse(header.Text(HeaderKeys.RecordsDigest), out Sha256Hash digest) && ParseExtent(header) is { } extent
            ? new ContainerFacts(extent, digest)
            : null;

    internal IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ToMetadata() =>
        ToMetadata(HeaderKeys.RecordsDigest, RecordsDigest.Hex);
}
