namespace KafkaStore.Reading.Objects;

/// <summary>What is known of an archive object without opening it: from a listing its name and length, from a catalog more.</summary>
/// <param name="Entry">Name and length.</param>
public readonly record struct ObjectOutline(ArchiveEntry Entry)
{
    /// <summary>Where its successor begins; null where that is not known.</summary>
    public long? NextOffset { get; init; }

    /// <summary>Unix milliseconds, inclusive; null where it is not known.</summary>
    public long? SmallestTimestamp { get; init; }

    /// <summary>Unix milliseconds, inclusive; null where it is not known.</summary>
    public long? LargestTimestamp { get; init; }

    public long BaseOffset => Entry.Name.BaseOffset;

    /// <summary>Whether it is known to have no record of the range's times, and where its successor begins.</summary>
    public bool Lacks(RecordRange range, out long nextOffset)
    {
        ArgumentNullException.ThrowIfNull(range);
        nextOffset = NextOffset ?? BaseOffset;
        return nextOffset > BaseOffset
            && SmallestTimestamp is { } smallest
            && LargestTimestamp is { } largest
            && smallest <= largest
            && !range.MayInclude(smallest, largest);
    }
}
