using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Markers;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// Deletes chunks whose records are archived, but never on trust: those that this run has not sealed or compared itself
/// (delivered again, or left over by a run that ended early) are held against the archive first.
/// </summary>
internal sealed class SpentChunks(
    StagingArea staging,
    ArchiveObjects objects,
    ArchiveLocator locator,
    PartitionStarts starts,
    Adoption adoption,
    IRecordLog log,
    int deletedAtATime
)
{
    /// <param name="partition">Whose chunks.</param>
    /// <param name="chunks">As listed.</param>
    /// <param name="checkedFrom">By chunk: its records at or past it were sealed or compared by this run.</param>
    /// <param name="checkpoint">All below it is archived.</param>
    /// <param name="acceptedUntil">What was accepted later may be another topic's, and stays for now unless this run has sealed it.</param>
    /// <returns>Whether any such stay.</returns>
    /// <exception cref="PartitionFaultException">A chunk holds other records than the archive.</exception>
    public async Task<bool> SweepAsync(
        TopicPartition partition,
        IReadOnlyList<ChunkName> chunks,
        IReadOnlyDictionary<ChunkName, long> checkedFrom,
        long checkpoint,
        DateTimeOffset acceptedUntil,
        CancellationToken cancellationToken
    ) =>
        chunks.Any(chunk => chunk.Last < checkpoint)
        && await LogReachesAsync(partition, checkpoint, cancellationToken)
        && await SweepFormerAsync(partition, chunks, checkedFrom, checkpoint, acceptedUntil, cancellationToken);

    /// <summary>Likewise where there is no log any more whose end would have to be beyond them.</summary>
    /// <inheritdoc cref="SweepAsync"/>
    public async Task<bool> SweepFormerAsync(
        TopicPartition partition,
        IReadOnlyList<ChunkName> chunks,
        IReadOnlyDictionary<ChunkName, long> checkedFrom,
        long checkpoint,
        DateTimeOffset acceptedUntil,
        CancellationToken cancellationToken
    )
    {
        ChunkName[] spent = [.. chunks.Where(chunk => chunk.Last < checkpoint)];
        ChunkName[] repeated = [.. spent.Where(chunk => chunk.First < checkedFrom[chunk] && !chunk.IsProof)];
        IReadOnlyList<ChunkName> young =
            acceptedUntil < DateTimeOffset.MaxValue ? await staging.FindAcceptedAfterAsync(acceptedUntil, repeated, cancellationToken) : [];
        bool compared = await TryCompareAsync(partition, [.. repeated.Except(young)], checkpoint, cancellationToken);
        await staging.DeleteAsync([.. spent.Except(compared ? young : repeated)], deletedAtATime, cancellationToken);
        return young.Count > 0;
    }

    /// <summary>Holds chunks against the archive.</summary>
    /// <param name="checkpoint">Only what they have below it.</param>
    /// <returns>False where what they have to be compared with is in an archive tier: they are kept for a run that can read it.</returns>
    /// <exception cref="PartitionFaultException">A chunk holds other records than the archive.</exception>
    public async Task<bool> TryCompareAsync(
        TopicPartition partition,
        IReadOnlyList<ChunkName> chunks,
        long checkpoint,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await CompareAsync(partition, chunks, checkpoint, cancellationToken);
            return true;
        }
        catch (ObjectOfflineException)
        {
            return false;
        }
    }

    // A log that ends below the checkpoint was created again or has shrunk: its records may be the ones in these chunks. It is asked
    // for each partition anew, after its chunks were listed: an answer from before that could be of the log whose place the one took
    // that they came from, so that no answer is kept for the next partition, however short a while.
    private async Task<bool> LogReachesAsync(TopicPartition partition, long checkpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await log.FindEndAsync(partition, cancellationToken) >= checkpoint;
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException)
        {
            return false; // kept for a run that can ask
        }
    }

    private async Task CompareAsync(
        TopicPartition partition,
        IReadOnlyList<ChunkName> repeated,
        long checkpoint,
        CancellationToken cancellationToken
    )
    {
        if (repeated.Count == 0)
            return;
        long first = repeated.Min(chunk => chunk.First);
        long end = Math.Min(repeated.Max(chunk => chunk.Last) + 1, checkpoint);
        if (await locator.FindAtOrBelowAsync(partition, first, cancellationToken) is not { Name: var covering })
        {
            long start = await starts.FindAsync(partition, cancellationToken) ?? long.MaxValue;
            if (start <= first)
                throw PartitionFaults.ObjectMissing(partition, first, objects.Store.DisplayName);

            // Records from before the archive's beginning were never to be archived.
            if (start >= end || await locator.FindAtOrBelowAsync(partition, start, cancellationToken) is not { Name: var beginning })
                return;
            covering = beginning;
        }

        long at = covering.BaseOffset;
        await foreach (ArchiveObject archived in objects.FollowAsync(covering, cancellationToken))
        {
            if (await adoption.FirstConflictAsync(archived, repeated, cancellationToken) is { } offset)
                throw PartitionFaults.AcceptedAnew(objects.Display(archived.Name), offset);
            at = archived.NextOffset;
            if (at >= end)
                return;
        }

        throw PartitionFaults.ObjectMissing(partition, at, objects.Store.DisplayName);
    }
}
