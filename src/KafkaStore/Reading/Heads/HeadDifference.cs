namespace KafkaStore.Reading.Heads;

/// <summary>How an archive is not what it was when its ends were noted.</summary>
/// <param name="Object">Name of what is missing or other.</param>
/// <param name="Offset">Where in the partition, if that can be said.</param>
/// <param name="Reason">The same in a sentence.</param>
public sealed record HeadDifference(HeadDifferenceKind Kind, string Object, long? Offset, string Reason);

public enum HeadDifferenceKind
{
    /// <summary>It ends earlier.</summary>
    CutOff,

    /// <summary>What ends there is not what ended there.</summary>
    OtherHistory,

    /// <summary>It is no longer there at all.</summary>
    Gone,
}
