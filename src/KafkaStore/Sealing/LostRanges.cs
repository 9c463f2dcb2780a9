using KafkaStore.Archiving;
using KafkaStore.Markers;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>Notes offsets that the broker deleted before they were accepted, so that archiving goes on and nobody overlooks it.</summary>
internal sealed class LostRanges(
    IObjectStore archive,
    StagingIdentity identity,
    ArchiverOptions options,
    IArchiverReport report,
    TimeProvider clock
)
{
    /// <exception cref="PartitionFaultException">They may have been in a staging location that is gone.</exception>
    /// <param name="partition">Whose.</param>
    /// <param name="ranges">Ascending and apart.</param>
    /// <param name="reason">As <see cref="LostMarker.Reason"/>.</param>
    public async Task NoteAsync(
        TopicPartition partition,
        IReadOnlyList<OffsetRange> ranges,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        if (ranges.Count == 0)
            return;
        if (!await identity.IsKnownAsync(cancellationToken))
        {
            if (options.AcceptStagingLoss)
                await identity.AcceptAsync(cancellationToken);
            else
                throw PartitionFaults.StagingLost(partition, ranges[0], archive.DisplayName, options.Names.AcceptStagingLoss);
        }

        foreach (OffsetRange range in ranges)
        {
            var marker = new LostMarker(partition.Topic, partition.Partition, range.From, range.To, clock.GetUtcNow(), reason);
            await archive.CreateAsync(MarkerName.Lost(partition, range), Marker.Content(marker), cancellationToken);
            report.RecordsLost(partition, range);
        }
    }
}
