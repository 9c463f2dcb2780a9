using KafkaStore.Containers;

namespace KafkaStore.Reading.Verification;

/// <summary>
/// Checks the blocks and records of an object against its header. Says what went wrong and not what follows from it: an
/// object that is cut off has not also a wrong digest.
/// </summary>
internal sealed class ContentCheck(ArchiveName name, SegmentFacts facts, ProblemLog problems)
{
    private readonly ContainerFacts container = facts.Container;
    private readonly PolicyReplay? policy = SegmentPolicy.Parse(facts.Policy) is { } parsed ? new PolicyReplay(parsed) : null;
    private bool sound = true;

    public async Task<CheckedObject> RunAsync(long length, ContainerReader reader, ReadBytes read, CancellationToken cancellationToken)
    {
        using var scan = new ContentScan(container, policy);
        long indexed = reader.Header.Length + container.Blocks.Sum(block => block.Length);
        bool whole = await ScanAsync(scan, length, indexed, reader, read, cancellationToken);
        Sha256Hash digest = scan.TakeDigest();
        if (whole)
            CompareWhole(scan, length, indexed, digest);

        // Records that have the digest are right, whatever else the header says.
        bool known = whole && digest == container.RecordsDigest;
        return new CheckedObject(name)
        {
            Facts = facts,
            IsSound = sound,
            NextOffset = known ? scan.LastOffset + 1 : facts.NextOffset,
            Records = scan.Records,
            ReplacedNames = scan.ReplacedNames,
            FirstOffset = scan.FirstOffset,
            FirstTimestamp = scan.FirstTimestamp,
            Policy = whole ? policy : null,
        };
    }

    private async Task<bool> ScanAsync(
        ContentScan scan,
        long length,
        long indexed,
        ContainerReader reader,
        ReadBytes read,
        CancellationToken cancellationToken
    )
    {
        long position = reader.Position;
        try
        {
            while (await reader.ReadBlockAsync(cancellationToken) is { } block)
            {
                scan.Add(block, reader.Position - position);
                position = reader.Position;
                read.MoveTo(position);
            }
        }
        catch (DamagedContainerException e)
        {
            bool cut = length < indexed && scan.IndexProblem is null && IsCutAt(scan.Blocks, position, length);
            Add(scan.ExpectedOffset, cut ? ProblemKind.Truncated : ProblemKind.BlockDamaged, cut ? Cut(length, indexed) : e.Message);
            return false;
        }

        if (
            length >= indexed
            || scan.IndexProblem is not null
            || scan.Blocks >= container.Blocks.Count
            || scan.Records >= container.Records
        )
        {
            return true;
        }

        Add(scan.ExpectedOffset, ProblemKind.Truncated, Cut(length, indexed));
        return false;
    }

    // The block that could not be read goes on past the object's end, by the index.
    private bool IsCutAt(int block, long position, long length) =>
        block < container.Blocks.Count && position + container.Blocks[block].Length > length;

    private void CompareWhole(ContentScan scan, long length, long indexed, Sha256Hash digest)
    {
        if (scan.MisplacedOffset is { } misplaced)
        {
            Add(misplaced, ProblemKind.WrongOffsets, $"offset {misplaced} is out of place in an object of {container.Range}");
        }
        else if (scan.LastOffset + 1 != facts.NextOffset)
        {
            Add(
                scan.LastOffset,
                ProblemKind.WrongOffsets,
                $"its last record is offset {scan.LastOffset}, and its header says that the next object begins with {facts.NextOffset}"
            );
        }

        if (scan.IndexProblem is { } index)
        {
            Add(scan.IndexProblemOffset, ProblemKind.WrongBlockIndex, index);
        }
        else if (length != indexed || scan.Blocks != container.Blocks.Count)
        {
            Add(
                scan.ExpectedOffset,
                ProblemKind.WrongBlockIndex,
                $"it has {scan.Blocks} blocks in {length} bytes where its block index says {container.Blocks.Count} in {indexed}"
            );
        }

        if (scan.Records != container.Records)
        {
            Add(
                container.Name.BaseOffset,
                ProblemKind.WrongRecordCount,
                $"it has {scan.Records} records where its header says {container.Records}"
            );
        }

        if (
            scan.Records > 0
            && (scan.SmallestTimestamp != container.SmallestTimestamp || scan.LargestTimestamp != container.LargestTimestamp)
        )
        {
            Add(
                container.Name.BaseOffset,
                ProblemKind.WrongTimestamps,
                $"its timestamps are {scan.SmallestTimestamp} to {scan.LargestTimestamp} where its header says {container.SmallestTimestamp} to {container.LargestTimestamp}"
            );
        }

        if (digest != container.RecordsDigest)
        {
            Add(
                container.Name.BaseOffset,
                ProblemKind.WrongRecordsDigest,
                $"the digest of its records is {digest} where its header says {container.RecordsDigest}"
            );
        }

        policy?.Complete(facts.Reason, facts.NextOffset);
        if (sound && policy?.Problem is { } roll)
            Add(policy.ProblemOffset, ProblemKind.WrongRollReason, roll);
    }

    private static string Cut(long length, long indexed) => $"it ends after {length} bytes where its block index says {indexed}";

    private void Add(long? offset, ProblemKind kind, string reason)
    {
        sound = false;
        problems.Add(name, offset, kind, reason);
    }
}
