using KafkaStore.Reading.Objects;

namespace KafkaStore.Catalog;

/// <summary>
/// What the catalog says of one archive object. What is null is not known: objects of the original tool have neither
/// digests nor a roll reason, and rows that the original tool wrote say nothing past <see cref="Md5"/>.
/// </summary>
/// <param name="NextOffset">Past its last record's offset; the next object's base.</param>
/// <param name="LengthBytes">Of the whole object.</param>
/// <param name="Md5">Of the whole object.</param>
public sealed record CatalogEntry(ArchiveName Name, long NextOffset, long LengthBytes, Md5Hash Md5)
{
    public long? Records { get; init; }

    /// <summary>Unix milliseconds, inclusive.</summary>
    public long? SmallestTimestamp { get; init; }

    /// <summary>Unix milliseconds, inclusive.</summary>
    public long? LargestTimestamp { get; init; }

    public Sha256Hash? RecordsDigest { get; init; }

    public Sha256Hash? ChainHash { get; init; }

    public RollReason? Reason { get; init; }

    /// <summary>As in the object's header: <c>deflate</c>, <c>zstandard</c>, <c>null</c> or another writer's.</summary>
    public string? Codec { get; init; }

    /// <summary>The store as a person would name it, without secrets.</summary>
    public string? Store { get; init; }

    /// <summary>
    /// UTC, whole seconds. Of an object, its largest timestamp within the range of a table's column; a row that the original
    /// tool wrote has the time of its insertion here.
    /// </summary>
    public DateTime Time
    {
        get => field == default ? CatalogTime.Of(LargestTimestamp) : field;
        init;
    }

    /// <summary>It describes an object of the original tool.</summary>
    public bool IsOriginal => RecordsDigest is null;

    public ObjectOutline Outline =>
        new(new ArchiveEntry(Name, LengthBytes))
        {
            NextOffset = NextOffset,
            SmallestTimestamp = SmallestTimestamp,
            LargestTimestamp = LargestTimestamp,
        };

    public static CatalogEntry Of(SegmentFacts facts, string codec, long lengthBytes, Md5Hash md5, string store)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return new CatalogEntry(facts.Container.Name, facts.NextOffset, lengthBytes, md5)
        {
            Records = facts.Container.Records,
            SmallestTimestamp = facts.Container.SmallestTimestamp,
            LargestTimestamp = facts.Container.LargestTimestamp,
            RecordsDigest = facts.Container.RecordsDigest,
            ChainHash = facts.ChainHash,
            Reason = facts.Reason,
            Codec = codec,
            Store = store,
        };
    }
}
