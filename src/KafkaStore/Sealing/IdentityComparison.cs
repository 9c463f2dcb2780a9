using KafkaStore.Broker;
using KafkaStore.Reading.Objects;
using KafkaStore.Sealing.Archived;

namespace KafkaStore.Sealing;

/// <summary>What the archive and the broker have in common.</summary>
/// <param name="NewestIsEqual">The last archived record that the broker still has is the same.</param>
/// <param name="DifferentAt">An offset at which both have a record and not the same one; null where none was found.</param>
internal readonly record struct ComparedRecords(bool NewestIsEqual, long? DifferentAt);

/// <summary>Compares the oldest and the newest archived record that the broker still has: two small reads.</summary>
internal sealed class IdentityComparison(IRecordLog log, ArchiveObjects objects, ArchiveLocator locator)
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
            || await FindAsync(position.Partition, record.Offset, cancellationToken) is not { } archived
        )
        {
            return null;
        }

        return (record.Offset, RecordEncoding.Encode(record).Bytes.Span.SequenceEqual(archived.Span));
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        if (
            await locator.FindAtOrBelowAsync(partition, offset, cancellationToken) is not { } entry
            || await objects.OpenAsync(entry, cancellationToken) is not { Facts: not null } archived
            || offset >= archived.NextOffset
        )
        {
            return null;
        }

        await foreach (EncodedRecord record in new ArchiveCursor(objects).ReadObjectAsync(archived, offset, cancellationToken))
            return record.Offset == offset ? record.Bytes.ToArray() : default(ReadOnlyMemory<byte>?);
        return null;
    }
}
