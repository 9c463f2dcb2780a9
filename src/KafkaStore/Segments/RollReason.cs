namespace KafkaStore.Segments;

/// <summary>Why a segment ends where it does.</summary>
public enum RollReason
{
    /// <summary>The next record is at least the maximum age younger than the segment's first timestamp.</summary>
    Age,

    /// <summary>Its last record brought the encoded size to the maximum.</summary>
    Size,

    /// <summary>Its last record brought the number of records to the maximum.</summary>
    Count,

    /// <summary>Nothing came for longer than the maximum age and the safety window.</summary>
    Idle,

    /// <summary>An operator asked for it.</summary>
    Requested,
}
