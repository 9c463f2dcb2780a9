namespace KafkaStore.Avro;

/// <summary>Metadata keys of containers.</summary>
public static class HeaderKeys
{
    /// <summary>What all keys of this product begin with.</summary>
    internal const string Own = "kafka.";

    public const string Schema = "avro.schema";
    public const string Codec = "avro.codec";
    public const string Topic = "kafka.topic";
    public const string Partition = "kafka.partition";
    public const string BaseOffset = "kafka.base.offset";
    public const string NextOffset = "kafka.next.offset";
    public const string Records = "kafka.records";
    public const string SmallestTimestamp = "kafka.timestamp.min";
    public const string LargestTimestamp = "kafka.timestamp.max";
    public const string RollReason = "kafka.roll.reason";
    public const string Policy = "kafka.policy";
    public const string RecordsDigest = "kafka.records.sha256";
    public const string ChainHash = "kafka.chain.sha256";
    public const string Blocks = "kafka.blocks";

    /// <summary>Staged chunks only: when the archiver accepted them, Unix milliseconds.</summary>
    public const string AcceptedAt = "kafka.accepted.at";

    /// <summary>Staged chunks only: offsets of their range that they hold no record for, as <c>FROM-TO,FROM-TO</c>, ends exclusive.</summary>
    public const string Absent = "kafka.absent";

    /// <summary>Staged chunks only: the number of their form, where it is another than the first.</summary>
    public const string ChunkForm = "kafka.chunk.form";

    /// <summary>Staged chunks of the second form only, in place of <see cref="RecordsDigest"/>: XXH128 of the concatenated encoded records.</summary>
    public const string QuickDigest = "kafka.records.xxh128";

    /// <summary>
    /// Staged chunks only: SHA-256 of the chunk's name and the values above as in the header, the form last and only where it is
    /// there, joined by line feeds, in UTF-8. The digest in the name vouches for the records alone.
    /// </summary>
    public const string ChunkDigest = "kafka.chunk.sha256";

    /// <summary>
    /// Staged chunks only, and only with a staging key: HMAC-SHA256 of the chunk's name and every other key of this product, the
    /// records' digest among them, which is SHA-256 then.
    /// </summary>
    public const string ChunkCode = "kafka.chunk.hmac";
}
