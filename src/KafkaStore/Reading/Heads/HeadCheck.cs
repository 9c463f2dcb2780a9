namespace KafkaStore.Reading.Heads;

/// <summary>Holds a partition against an end that it once had: up to there it must be the same, and it may go on.</summary>
internal sealed class HeadCheck(PartitionHead expected)
{
    private bool isThere;
    private Sha256Hash? chainHash;

    /// <summary>One object after the other.</summary>
    /// <param name="next">Where it ends; null where that can't be known.</param>
    /// <param name="chain">Its chain hash; null where it has none that can be believed.</param>
    public void Add(long? next, Sha256Hash? chain)
    {
        if (next != expected.NextOffset)
            return;
        isThere = true;
        chainHash = chain;
    }

    /// <summary>After the last object; null where all is as it was.</summary>
    /// <param name="next">Where that ends; null where it can't be known, for a reason that was said.</param>
    public HeadDifference? Complete(long? next)
    {
        if (next < expected.NextOffset)
        {
            return Difference(
                HeadDifferenceKind.CutOff,
                next.Value,
                $"it ends before offset {next}, and went on to {expected.NextOffset} when its end was noted: its last objects are gone"
            );
        }

        if (next is null || expected.ChainHash is not { } hash)
            return null;
        if (!isThere)
        {
            return Difference(
                HeadDifferenceKind.OtherHistory,
                expected.NextOffset,
                $"no object ends before offset {expected.NextOffset}, where one ended when that was noted: it was made anew"
            );
        }

        return chainHash == hash
            ? null
            : Difference(
                HeadDifferenceKind.OtherHistory,
                expected.NextOffset,
                $"the chain hash of what ends before offset {expected.NextOffset} is {chainHash?.Hex ?? "none"}, and was {hash} when that was noted: this object, or one before it, was made anew"
            );
    }

    private HeadDifference Difference(HeadDifferenceKind kind, long offset, string reason) =>
        new(kind, new ArchiveName(expected.Partition, offset).ToString(), offset, reason);
}
