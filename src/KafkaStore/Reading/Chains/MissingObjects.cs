namespace KafkaStore.Reading.Chains;

/// <summary>A gap in the chain of names: objects follow it, and none has its offsets.</summary>
/// <param name="First">What its predecessor names as the next object; it is not there.</param>
/// <param name="NextOffset">Where the next object that is there begins.</param>
public sealed record MissingObjects(ArchiveName First, long NextOffset)
{
    /// <summary>What lies in it; how many objects that were, nobody knows.</summary>
    public OffsetRange Offsets => new(First.BaseOffset, NextOffset);

    /// <summary>What is wrong and what to do.</summary>
    public string Message =>
        $"{First} is missing: no object has the offsets {First.BaseOffset} to {NextOffset - 1}, and objects follow. Archiving goes on. Bring it back from a mirror, 'kafka-store mirror' with the mirror as its first store and this archive as its second, or from the store's soft delete or versions.";
}
