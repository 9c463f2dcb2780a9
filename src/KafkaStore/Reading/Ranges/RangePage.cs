using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>A part of a range whose end is known before its first record is read.</summary>
/// <param name="Range">What the page has of the range that was asked for.</param>
/// <param name="Slices">Where the records are.</param>
/// <param name="NextOffset">Where to go on.</param>
/// <param name="End">Why the page ends.</param>
public sealed record RangePage(RecordRange Range, IReadOnlyList<ObjectSlice> Slices, long NextOffset, PageEnd End);

public enum PageEnd
{
    /// <summary>There is another page.</summary>
    Limit,

    /// <summary>The range ends here.</summary>
    Range,

    /// <summary>The archive ends here, and the range does not: what is archived later belongs to it.</summary>
    Archive,
}
