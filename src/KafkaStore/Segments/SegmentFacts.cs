namespace KafkaStore.Segments;

/// <summary>What the header of an archive object says.</summary>
/// <param name="Container">Name, offsets, timestamps, digest and block index.</param>
/// <param name="Reason">Why the segment ended.</param>
/// <param name="Policy">The policy that ended it, as text.</param>
/// <param name="ChainHash">Ties it to its predecessors.</param>
public sealed record SegmentFacts(ContainerFacts Container, RollReason Reason, string Policy, Sha256Hash ChainHash)
{
    public long NextOffset => Container.NextOffset;

    /// <summary>Null when the header is not an archive object's of this product.</summary>
    public static SegmentFacts? Parse(ContainerHeader header)
    {
        if (
            ContainerFacts.Parse(header) is not { Records: > 0 } container
            || !Enum.TryParse(header.Text(HeaderKeys.RollReason), out RollReason reason)
            || !Enum.IsDefined(reason)
            || header.Text(HeaderKeys.Policy) is not { } policy
            || !Sha256Hash.TryParse(header.Text(HeaderKeys.ChainHash), out Sha256Hash chain)
        )
        {
            return null;
        }

        return new SegmentFacts(container, reason, policy, chain);
    }

    /// <summary>Next offset and chain hash from the metadata beside an object; null where it says neither, or is another's.</summary>
    internal static (long NextOffset, Sha256Hash ChainHash)? ParseEnd(IReadOnlyDictionary<string, string> metadata, Naming.ArchiveName name)
    {
        static long? Number(string? text) =>
            long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long value)
                ? value
                : null;
        return
            Number(metadata.GetValueOrDefault("kafka_base_offset")) == name.BaseOffset
            && Number(metadata.GetValueOrDefault("kafka_next_offset")) is { } next
            && next > name.BaseOffset
            && Sha256Hash.TryParse(metadata.GetValueOrDefault("kafka_chain_sha256"), out Sha256Hash chain)
            ? (next, chain)
            : null;
    }

    internal IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ToMetadata() =>
        Container
            .ToMetadata()
            .Concat([
                ContainerFacts.Entry(HeaderKeys.RollReason, Reason.ToString()),
                ContainerFacts.Entry(HeaderKeys.Policy, Policy),
                ContainerFacts.Entry(HeaderKeys.ChainHash, ChainHash.Hex),
            ]);

    /// <summary>For stores that keep metadata beside an object.</summary>
    public IReadOnlyDictionary<string, string> ToObjectMetadata()
    {
        static string Number(long? value) => (value ?? -1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["kafka_base_offset"] = Number(Container.Name.BaseOffset),
            ["kafka_next_offset"] = Number(NextOffset),
            ["kafka_records"] = Number(Container.Records),
            ["kafka_records_sha256"] = Container.RecordsDigest.Hex,
            ["kafka_chain_sha256"] = ChainHash.Hex,
            ["kafka_timestamp_min"] = Number(Container.SmallestTimestamp),
            ["kafka_timestamp_max"] = Number(Container.LargestTimestamp),
            ["kafka_roll_reason"] = Reason.ToString(),
        };
    }
}
