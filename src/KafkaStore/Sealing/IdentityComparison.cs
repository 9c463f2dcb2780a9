using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>What the archive and the broker have in common.</summary>
/// <param name="NewestIsEqual">The last archived record that the broker still has is the same.</param>
/// <param name="DifferentAt">An offset at which both have a record and not the same one; null where none was found.</param>
internal readonly record struct ComparedRecords(bool NewestIsEqual, long? DifferentAt);

/// <summary>Compares the oldest and the newest archived record that the broker still has: two small reads.</summary>
internal sealed class IdentityComparison(IRecordLog log, StagingArea staging, ArchiveObjects objects, ArchiveLocator locator)
{
    /// <summary>What can't be compared now, for whatever reason, counts as not compared.</summary>
    public async Task<ComparedRecords> CompareAsync(ArchivePosition position, CancellationToken cancellationToken)
    {
        try
        {
            if (await log.FindBoundsAsync(position.Partition, cancellationToken) is not { } bounds || bounds.End < position.Checkpoint)
                return default;
            await using ILogCursor cursor = log.OpenCursor(position.Partition);
            (long Offset, bool IsEqual)? oldest = await CompareAtAsync(cursor, position, bounds.Start, cancellationToken);
            if (oldest is { IsEqual: false })
                return new ComparedRecords(false, oldest.Value.Offset);

            // An object ends with a record.
            (long Offset, bool IsEqual)? newest = await CompareAtAsync(
                cursor,
                position,
                Math.Max(bounds.Start, position.Checkpoint - 1),
                cancellationToken
            );
            return new ComparedRecords(newest is { IsEqual: true }, newest is { IsEqual: false } ? newest.Value.Offset : null);
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException or ObjectOfflineException)
        {
            return default;
        }
    }

    /// <summary>
    /// What tells that the broker has another topic than the one that was accepted, where no ids do; null where nothing does. Held
    /// against it are the last archived record and, where it no longer has that one, the oldest and the newest staged one: what was
    /// accepted before the question is of the same topic then, since none comes back.
    /// </summary>
    /// <param name="live">Chunks at or above the checkpoint, ascending.</param>
    /// <exception cref="DamagedChunkException">A chunk is damaged.</exception>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    public async Task<PartitionFaultException?> FindDifferenceAsync(
        ArchivePosition position,
        IReadOnlyList<ChunkName> live,
        CancellationToken cancellationToken
    )
    {
        ChunkName[] records = [.. live.Where(chunk => !chunk.IsProof)];
        if (position.LastBase is null && records.Length == 0)
            return null;
        try
        {
            TopicPartition partition = position.Partition;
            if (await log.FindBoundsAsync(partition, cancellationToken) is not { } bounds)
                return null;
            await using ILogCursor cursor = log.OpenCursor(partition);
            if (position.LastBase is not null && bounds.Start < position.Checkpoint && bounds.End >= position.Checkpoint)
            {
                switch (await CompareAtAsync(cursor, position, position.Checkpoint - 1, cancellationToken))
                {
                    case { IsEqual: true }:
                        return null;
                    case { IsEqual: false, Offset: var archived }:
                        return PartitionFaults.OtherTopic(partition, archived);
                }
            }

            if (records.Length == 0)
                return null;
            StagedChunk first = await staging.ReadAsync(records[0], cancellationToken);
            StagedChunk last = records.Length == 1 ? first : await staging.ReadAsync(records[^1], cancellationToken);
            foreach (EncodedRecord staged in new[] { first.Records[0], last.Records[^1] })
            {
                if (staged.Offset >= bounds.Start && staged.Offset < bounds.End && await DiffersAsync(cursor, staged, cancellationToken))
                    return PartitionFaults.OtherAtBroker(partition, staged.Offset);
            }

            return null;
        }
        catch (Exception e) when (e is BrokerUnavailableException or UnknownTopicException or ObjectOfflineException)
        {
            return null;
        }
    }

    /// <summary>Whether the broker has another record there; not where it has none.</summary>
    public static async Task<bool> DiffersAsync(ILogCursor cursor, EncodedRecord accepted, CancellationToken cancellationToken)
    {
        await cursor.SeekAsync(accepted.Offset, cancellationToken);
        return (await cursor.ReadAsync(cancellationToken)).Record is { } record
            && record.Offset == accepted.Offset
            && !RecordEncoding.Encode(record).Bytes.Span.SequenceEqual(accepted.Bytes.Span);
    }

    // The broker's first record from that offset on; null where the archive does not have its offset.
    private async Task<(long Offset, bool IsEqual)?> CompareAtAsync(
        ILogCursor cursor,
        ArchivePosition position,
        long from,
        CancellationToken cancellationToken
    )
    {
        if (from >= position.Checkpoint)
            return null;
        await cursor.SeekAsync(from, cancellationToken);
        if (
            (await cursor.ReadAsync(cancellationToken)).Record is not { } record
            || await FindAsync(position, record.Offset, cancellationToken) is not { } archived
        )
        {
            return null;
        }

        return (record.Offset, RecordEncoding.Encode(record).Bytes.Span.SequenceEqual(archived.Span));
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(ArchivePosition position, long offset, CancellationToken cancellationToken)
    {
        if (await FindObjectAsync(position, offset, cancellationToken) is not { Facts: not null } archived || offset >= archived.NextOffset)
        {
            return null;
        }

        await foreach (EncodedRecord record in new ArchiveCursor(objects).ReadObjectAsync(archived, offset, cancellationToken))
            return record.Offset == offset ? record.Bytes.ToArray() : default(ReadOnlyMemory<byte>?);
        return null;
    }

    private async Task<ArchiveObject?> FindObjectAsync(ArchivePosition position, long offset, CancellationToken cancellationToken)
    {
        if (position.LastBase is { } last && offset >= last)
            return await objects.FindAsync(new ArchiveName(position.Partition, last), cancellationToken);
        return await locator.FindAtOrBelowAsync(position.Partition, offset, cancellationToken) is { } entry
            ? await objects.OpenAsync(entry, cancellationToken)
            : null;
    }
}
