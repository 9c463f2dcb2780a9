using KafkaStore.Reading.Heads;

namespace KafkaStore.Reading.Verification;

/// <summary>Holds a partition against an end that it once had: up to there it must be the same, and it may go on.</summary>
internal sealed class HeadCheck(PartitionHead expected, ProblemLog problems)
{
    private bool isThere;
    private Sha256Hash? chainHash;

    public void Add(CheckedObject found)
    {
        if (found.NextOffset != expected.NextOffset)
            return;
        isThere = true;
        chainHash = found.Facts?.ChainHash;
    }

    /// <summary>After the last object.</summary>
    /// <param name="next">Where it ends; null where that can't be known, for a reason that was said.</param>
    public void Complete(long? next)
    {
        if (next is not { } end)
            return;
        if (end < expected.NextOffset)
        {
            Problem(
                end,
                ProblemKind.CutOff,
                $"it ends before offset {end}, and went on to {expected.NextOffset} when its end was noted: its last objects are gone"
            );
        }
        else if (expected.ChainHash is not { } hash)
        {
            // There was none to keep.
        }
        else if (!isThere)
        {
            Problem(
                expected.NextOffset,
                ProblemKind.OtherHistory,
                $"no object ends before offset {expected.NextOffset}, where one ended when that was noted: it was made anew"
            );
        }
        else if (chainHash != hash)
        {
            Problem(
                expected.NextOffset,
                ProblemKind.OtherHistory,
                $"the chain hash of what ends before offset {expected.NextOffset} is {chainHash?.Hex ?? "none"}, and was {hash} when that was noted: this object, or one before it, was made anew"
            );
        }
    }

    private void Problem(long offset, ProblemKind kind, string reason) =>
        problems.Add(new ArchiveName(expected.Partition, offset), offset, kind, reason);
}
