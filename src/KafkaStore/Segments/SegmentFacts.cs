namespace KafkaStore.Segments;

/// <summary>What the header of an archive object says, or as much of it as the metadata beside the object does.</summary>
/// <param name="Container">Name, offsets, timestamps, digest and block index.</param>
/// <param name="Reason">Why the segment ended.</param>
/// <param name="Policy">The policy that ended it, as text; empty where the header could not be read.</param>
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

    /// <summary>
    /// What the metadata beside an object says, which is all but the policy and where the blocks are; null where it does not, or is
    /// another's.
    /// </summary>
    internal static SegmentFacts? Parse(IReadOnlyDictionary<string, string> metadata, Naming.ArchiveName name)
    {
        long? Number(string key) =>
            long.TryParse(
                metadata.GetValueOrDefault(key),
                System.Globalization.NumberStyles.AllowLeadingSign,
                System.Globalization.CultureInfo.InvariantCulture,
                out long value
            )
                ? value
                : null;
        return
            Number("kafka_base_offset") == name.BaseOffset
            && Number("kafka_next_offset") is { } next
            && next > name.BaseOffset
            && Number("kafka_records") is { } records
            && records > 0
            && records <= next - name.BaseOffset
            && Number("kafka_timestamp_min") is { } smallest
            && Number("kafka_timestamp_max") is { } largest
            && Sha256Hash.TryParse(metadata.GetValueOrDefault("kafka_records_sha256"), out Sha256Hash digest)
            && Sha256Hash.TryParse(metadata.GetValueOrDefault("kafka_chain_sha256"), out Sha256Hash chain)
            && Enum.TryParse(metadata.GetValueOrDefault("kafka_roll_reason"), out RollReason reason)
            && Enum.IsDefined(reason)
            ? new SegmentFacts(new ContainerFacts(name, next, records, smallest, largest, digest, []), reason, "", chain)
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
