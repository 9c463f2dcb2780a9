namespace KafkaStore.Restoring.Surveys;

/// <summary>What is to be restored of one partition.</summary>
/// <param name="Source">The archived partition.</param>
/// <param name="StoredBytes">What has to be read for them, as stored (compressed).</param>
public sealed record SurveyedPartition(TopicPartition Source, long Records, long StoredBytes)
{
    /// <summary>Past the last offset that the archive has of the range; where the range begins if it has none.</summary>
    public long NextOffset { get; init; }

    /// <summary>How many of the records have the timestamp 0.</summary>
    public long Unwritable { get; init; }

    /// <summary>Offset of the first of them; null for none.</summary>
    public long? FirstUnwritable { get; init; }

    /// <summary>Smallest timestamp, Unix milliseconds; null where no record has one.</summary>
    public long? Oldest { get; init; }

    /// <summary>Largest timestamp, Unix milliseconds; null where no record has one.</summary>
    public long? Newest { get; init; }

    /// <summary>The largest record; null without records.</summary>
    public LargestRecord? Largest { get; init; }
}

/// <summary>How large the largest record is as a batch of its own, in bytes before compression.</summary>
/// <param name="AtLeast">The same as the other where the records were read.</param>
/// <param name="FromOffset">Its offset; of a record that was not read, the first offset of its block.</param>
public readonly record struct LargestRecord(long AtLeast, long AtMost, long FromOffset)
{
    public bool IsMeasured => AtLeast == AtMost;

    public LargestRecord Or(LargestRecord other) =>
        new(Math.Max(AtLeast, other.AtLeast), Math.Max(AtMost, other.AtMost), other.AtLeast > AtLeast ? other.FromOffset : FromOffset);
}
