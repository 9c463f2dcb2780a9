using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Timelines;

/// <summary>Objects that follow each other, of which the first was opened.</summary>
/// <param name="First">As a listing shows it.</param>
/// <param name="Objects">1 and above.</param>
/// <param name="Bytes">Of all of them.</param>
public sealed record ObjectRun(ArchiveEntry First, int Objects, long Bytes)
{
    /// <summary>The first object; null where it can't be opened, or was made by the original tool, whose objects say nothing of themselves.</summary>
    public ArchiveObject? Opened { get; init; }

    /// <summary>Why the first object can't be opened.</summary>
    public string? Trouble { get; init; }

    /// <summary>Where what follows begins; null where the archive's names end here and this object does not say.</summary>
    public long? NextOffset { get; init; }
}
