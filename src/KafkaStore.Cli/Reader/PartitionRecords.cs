using System.Runtime.CompilerServices;
using KafkaStore.Reading.Ranges;

namespace KafkaStore.Cli.Reader;

/// <summary>The wanted records of one partition: sought in what is archived, then followed as more is.</summary>
/// <param name="entries">Finds the object to begin with.</param>
/// <param name="chain">Follows the chain of names and waits.</param>
internal sealed class PartitionRecords(ArchiveObjects objects, IArchiveEntries entries, ArchiveChainReader chain)
{
    private readonly RangeSlices slices = new(objects, entries);
    private readonly RangeReader reader = new(objects);

    /// <summary>The wanted records that are archived.</summary>
    public IAsyncEnumerable<ArchivedBlock> ReadAsync(RecordRange range, CancellationToken cancellationToken) =>
        reader.ReadAsync(slices, range, cancellationToken);

    /// <summary>As above; where the archive ends before the range does, that is told, and waited for if so wished.</summary>
    /// <param name="first">Waited for where the partition has no object; null ends there.</param>
    /// <param name="missing">Told which object is not there.</param>
    /// <param name="wait">Whether it is waited for.</param>
    public async IAsyncEnumerable<ArchivedBlock> FollowAsync(
        RecordRange range,
        ArchiveName? first,
        Func<ArchiveName, CancellationToken, ValueTask> missing,
        bool wait,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArchiveObject? last = null;
        bool found = false;
        await foreach (ObjectSlice slice in slices.FindAsync(range, cancellationToken))
        {
            (last, found) = (slice.Object, true);
            await foreach (ArchivedBlock block in reader.ReadAsync(slice, range, cancellationToken))
                yield return block;
        }

        if (range.IsEmpty)
            yield break;
        last ??= await FindLastBelowAsync(range, cancellationToken);
        if (last?.NextOffset >= range.ToOffset)
            yield break;
        if (last is not null && last.NextOffset > range.FromOffset && !found)
            (first, last) = (last.Name, null); // it has come since
        if (last is null && first is null)
            yield break;
        IAsyncEnumerable<ArchivedBlock> rest = last is null
            ? chain.ReadUntilAsync(first!.Value, range.ToOffset, missing, wait, cancellationToken)
            : chain.ReadAfterAsync(last, range.ToOffset, missing, wait, cancellationToken);
        await foreach (ArchivedBlock block in rest)
        {
            yield return block with
            {
                Records = block.Records.Where(range.Includes),
            };
        }
    }

    // The range begins past the archive's end, or lies before its beginning.
    private async Task<ArchiveObject?> FindLastBelowAsync(RecordRange range, CancellationToken cancellationToken)
    {
        ArchiveEntry? entry = await entries.FindNearestAsync(range.Partition, Math.Max(0, range.FromOffset - 1), cancellationToken);
        ArchiveObject? last = null;
        await foreach (ArchiveObject archived in objects.FollowAsync(entry, cancellationToken))
        {
            if (last is not null && archived.NextOffset > range.FromOffset)
                break;
            last = archived;
        }

        return last;
    }
}
