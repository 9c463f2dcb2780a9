using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing;
using KafkaStore.Sealing.Archived;

namespace KafkaStore.Resuming;

/// <summary>
/// Looks whether what faulted a partition is still so: at all that a seal would stumble over, and where only the broker tells, at
/// that. Changes nothing.
/// </summary>
internal sealed class FaultLook(SealingParts parts, StagedLook staged, BrokerLook broker)
{
    /// <returns>What stands, which may be another fault than the one that was noted; null where nothing does.</returns>
    /// <exception cref="BrokerUnavailableException">The broker has to be asked, and does not say.</exception>
    /// <exception cref="UnknownTopicException">It has no such topic.</exception>
    /// <exception cref="Storage.StorageException">A store can't be asked.</exception>
    public async Task<PartitionFault?> FindAsync(TopicPartition partition, PartitionFault noted, CancellationToken cancellationToken)
    {
        try
        {
            ArchivePosition position = await parts.Tail.LocateAsync(partition, null, null, cancellationToken);
            IReadOnlyList<ChunkName> chunks = await staged.ListAsync(partition, cancellationToken);
            if (noted.Kind == FaultKind.StagingLost)
                return await broker.HasAsync(position, chunks, noted, cancellationToken) ? null : noted;
            if (noted.Kind == FaultKind.RecordTooLarge && await broker.HasTooLargeAsync(partition, noted, cancellationToken))
                return noted;
            bool asksBroker =
                noted.Kind is FaultKind.TopicRecreated or FaultKind.OtherCluster
                && !await broker.IsFormerAsync(partition, cancellationToken);
            if (asksBroker && await broker.HasOtherTopicAsync(partition, cancellationToken))
                return noted;
            await FollowAsync(position, chunks, noted, cancellationToken);
            await staged.EnsureAgreeAsync(chunks, position.Checkpoint, cancellationToken);
            if (asksBroker)
                await broker.EnsureSameRecordsAsync(position, chunks, noted.Offset, cancellationToken);
            return null;
        }
        catch (PartitionFaultException e)
        {
            return e.Fault;
        }
        catch (DamagedContainerException e)
        {
            return PartitionFaults.ArchiveDamaged(e.Message, noted.Offset).Fault;
        }
    }

    // From the object that the fault is about, or that the oldest chunk still has records of, to the last one.
    private async Task FollowAsync(
        ArchivePosition position,
        IReadOnlyList<ChunkName> chunks,
        PartitionFault noted,
        CancellationToken cancellationToken
    )
    {
        if (position.LastBase is not { } lastBase)
            return;
        long from = chunks
            .Where(chunk => !chunk.IsProof)
            .Select(chunk => chunk.First)
            .Append(noted.Offset ?? lastBase)
            .Append(lastBase)
            .Min();
        ArchiveEntry? first =
            await parts.Locator.FindAtOrBelowAsync(position.Partition, from, cancellationToken)
            ?? await parts.Locator.FindFirstAsync(position.Partition, cancellationToken);
        if (first is not { Name: var name })
            return;
        long at = name.BaseOffset;
        Sha256Hash? chain = null;
        await foreach (ArchiveObject archived in parts.Objects.FollowAsync(name, cancellationToken))
        {
            if (chain is { } before && !archived.Follows(before))
            {
                throw PartitionFaults.ArchiveDamaged(
                    $"{parts.Objects.Display(archived.Name)} has a chain hash that does not follow from its predecessor.",
                    archived.Name.BaseOffset
                );
            }

            chain = archived.Facts?.ChainHash ?? chain;
            if (await parts.Adoption.FirstConflictAsync(archived, chunks, cancellationToken) is { } offset)
                throw Conflict(noted.Kind, parts.Objects.Display(archived.Name), offset);
            at = archived.NextOffset;
        }

        if (at < position.Checkpoint)
            throw PartitionFaults.ObjectMissing(position.Partition, at, parts.Objects.Store.DisplayName);
    }

    private static PartitionFaultException Conflict(FaultKind noted, string archived, long offset) =>
        noted == FaultKind.TopicRecreated ? PartitionFaults.AcceptedAnew(archived, offset) : PartitionFaults.OtherRecords(archived, offset);
}
