using KafkaStore.Archiving;
using KafkaStore.Markers;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Sealing.Archived;

/// <summary>Finds where a partition's archive ends: the archive alone is believed, a remembered position only saves the search.</summary>
internal sealed class ArchiveTail(ArchiveObjects objects, ArchiveLocator locator, PartitionStarts starts, ArchiverOptions options)
{
    private static readonly Dictionary<int, long> NothingInHand = [];

    /// <param name="checkpoint">Remembered checkpoint, if any.</param>
    /// <param name="lastBase">Remembered base offset of the last object, if any.</param>
    /// <exception cref="PartitionFaultException">The last object does not continue its predecessor.</exception>
    public async Task<ArchivePosition> LocateAsync(
        TopicPartition partition,
        long? checkpoint,
        long? lastBase,
        CancellationToken cancellationToken
    )
    {
        if (
            checkpoint is not null
            && lastBase is { } remembered
            && await FindEndAsync(new ArchiveName(partition, remembered), cancellationToken) is { } known
            && known.Checkpoint == checkpoint
        )
        {
            return known;
        }

        if (await locator.FindLastAsync(partition, cancellationToken) is not { Name: var name })
        {
            long start = await starts.EnsureAsync(partition, NothingInHand, options.Of(partition.Topic).OffsetReset, cancellationToken);
            return new ArchivePosition(partition, start, null, null);
        }

        ArchiveObject last = await objects.FindAsync(name, cancellationToken) ?? throw Broken(name, "vanished while it was being read");
        await CheckLinkAsync(last, cancellationToken);
        return ArchivePosition.After(last);
    }

    // In clouds the metadata beside the object says it with one request; elsewhere its header does.
    private async Task<ArchivePosition?> FindEndAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        if (await objects.Store.FindAsync(name.ToString(), cancellationToken) is not { } properties)
            return null;
        if (SegmentFacts.Parse(properties.Metadata, name) is { } facts)
            return new ArchivePosition(name.Partition, facts.NextOffset, name.BaseOffset, facts.ChainHash);
        return ArchivePosition.After(await objects.OpenAsync(new ArchiveEntry(name, properties.Length), cancellationToken));
    }

    private async Task CheckLinkAsync(ArchiveObject last, CancellationToken cancellationToken)
    {
        if (await locator.FindAtOrBelowAsync(last.Name.Partition, last.Name.BaseOffset - 1, cancellationToken) is not { Name: var name })
            return;
        ArchiveObject predecessor =
            await objects.FindAsync(name, cancellationToken) ?? throw Broken(name, "vanished while it was being read");
        if (predecessor.NextOffset != last.Name.BaseOffset)
        {
            throw Broken(
                last.Name,
                $"does not continue its predecessor {objects.Display(name)}, which ends before offset {predecessor.NextOffset}"
            );
        }

        if (!last.Follows(predecessor.Facts?.ChainHash ?? ChainHash.Origin(last.Name)))
            throw Broken(last.Name, $"has a chain hash that does not follow from its predecessor {objects.Display(name)}");
    }

    private PartitionFaultException Broken(ArchiveName name, string what) =>
        PartitionFaults.ArchiveDamaged($"{objects.Display(name)} {what}.", name.BaseOffset);
}
