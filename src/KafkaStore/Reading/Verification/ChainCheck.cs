namespace KafkaStore.Reading.Verification;

/// <summary>
/// Checks how the objects of a partition follow each other: names without gap or overlap, chain hashes, and the record that
/// ended an object by age. Objects come in the order of their names.
/// </summary>
/// <param name="partition">Whose objects.</param>
/// <param name="start">What the start marker says; null when none could be read.</param>
/// <param name="lost">Offsets noted as lost.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class ChainCheck(TopicPartition partition, long? start, IReadOnlyList<OffsetRange> lost, ProblemLog problems)
{
    private CheckedObject? previous;

    // What may stand for the predecessor in the next chain hash: the hash it has and, if that is wrong, the one it should have.
    private Sha256Hash[] hashes = [];

    /// <summary>Where the next object should begin; null while that can't be known.</summary>
    public long? Expected => previous?.NextOffset;

    public void Add(CheckedObject current)
    {
        bool follows = Follows(current);
        if (previous is not null && current.Name.BaseOffset < Expected)
            return; // an extra one, which changes nothing for the others
        Sha256Hash[] before = follows ? hashes : [];
        if (previous is null or { IsOriginal: true } && follows)
            before = [ChainHash.Origin(current.Name)];
        hashes = [];
        if (current.Facts is { } facts)
            CheckHash(current, facts, before);
        if (follows)
            CheckAge(current);
        previous = current;
    }

    // By name alone. True when the object continues the previous one, or is the first that there should be.
    private bool Follows(CheckedObject current)
    {
        long offset = current.Name.BaseOffset;
        if (previous is null)
        {
            if (start is not { } first || offset <= first)
                return true;
            problems.Add(
                new ArchiveName(partition, first),
                first,
                ProblemKind.MissingFirstObject,
                $"the start marker says that the partition begins with offset {first}, and its first object is {current.Name}"
            );
            return false;
        }

        if (Expected is not { } expected)
            return false;
        if (offset < expected)
        {
            problems.Add(
                current.Name,
                offset,
                ProblemKind.ExtraObject,
                $"it lies inside the range of {previous.Name}, which ends before offset {expected}"
            );
            return false;
        }

        // The original tool's names skip offsets without a record, and its objects don't say which.
        if (offset == expected || previous.IsOriginal)
            return true;
        problems.Add(
            new ArchiveName(partition, expected),
            expected,
            ProblemKind.MissingObject,
            $"{previous.Name} ends before offset {expected}, and the next object is {current.Name}: {offset - expected} offsets have no object"
        );
        return false;
    }

    private void CheckHash(CheckedObject current, SegmentFacts facts, Sha256Hash[] before)
    {
        Sha256Hash[] expected = [.. before.Select(hash => current.ChainHashAfter(hash, facts))];
        hashes = [facts.ChainHash, .. expected];

        // A header with a wrong count or digest has a chain hash that does not fit either; that was named already.
        if (expected.Length == 0 || expected.Contains(facts.ChainHash) || !current.IsSound)
            return;
        if (previous is null && start != current.Name.BaseOffset)
        {
            problems.Add(
                current.Name,
                current.Name.BaseOffset,
                ProblemKind.MissingFirstObject,
                "by its chain hash it is not the partition's first object: one before it is missing"
            );
        }
        else if (previous is null)
        {
            problems.Add(
                current.Name,
                current.Name.BaseOffset,
                ProblemKind.BrokenChain,
                "its chain hash is not that of a partition's first object"
            );
        }
        else
        {
            problems.Add(
                current.Name,
                current.Name.BaseOffset,
                ProblemKind.BrokenChain,
                $"its chain hash does not follow from its predecessor {previous.Name}: one of the two was replaced"
            );
        }
    }

    // Records that were lost at the broker may have been the ones that ended it.
    private void CheckAge(CheckedObject current)
    {
        if (
            previous is not { IsSound: true, Facts.Reason: RollReason.Age, Policy: { } policy, NextOffset: { } next }
            || current is not { FirstOffset: { } offset, FirstTimestamp: { } timestamp }
            || lost.Any(range => range.From < offset && range.To > next)
            || !policy.IsTooYoung(timestamp)
        )
        {
            return;
        }

        problems.Add(
            previous.Name,
            next - 1,
            ProblemKind.WrongRollReason,
            $"its header says that it ended by Age, and the record after it, offset {offset} of {timestamp}, is not old enough for that"
        );
    }
}
