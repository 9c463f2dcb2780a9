using System.Collections.Concurrent;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Markers;

/// <summary>
/// Start markers of partitions that have never had a record, of topics that are archived already: nothing else in the archive
/// says that they are there, and a topic that is restored needs as many.
/// </summary>
/// <param name="archive">Where markers are.</param>
/// <param name="clock">For the markers.</param>
public sealed class EmptyPartitions(IObjectStore archive, TimeProvider clock)
{
    private readonly ConcurrentDictionary<TopicPartition, bool> noted = new();

    /// <summary>Notes once that the partition begins at offset 0, unless the archive says already where it does.</summary>
    /// <param name="partition">One whose log ends at 0.</param>
    /// <exception cref="StorageException">The store can't now.</exception>
    public async Task NoteAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (noted.ContainsKey(partition) || await HasNoStartAsync(partition, cancellationToken) is not { } unknown)
            return;
        if (unknown)
        {
            var marker = new StartMarker(
                partition.Topic,
                nameof(Broker.OffsetReset.Earliest),
                clock.GetUtcNow(),
                new SortedDictionary<int, long> { [partition.Partition] = 0 }
            );
            await archive.CreateAsync(MarkerName.Start(partition), Marker.Content(marker), cancellationToken);
        }

        noted[partition] = true;
    }

    // Null while its topic is not archived: where that begins is not for this to say.
    private async Task<bool?> HasNoStartAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        bool isLater = TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation) && generation.Number > 0;
        if (!isLater)
        {
            StartMarker? topic = await Marker.FindAsync<StartMarker>(archive, MarkerName.Start(partition.Topic), cancellationToken);
            if (topic is null)
                return null;
            if (topic.Partitions.ContainsKey(partition.Partition))
                return false;
        }

        return await archive.FindAsync(MarkerName.Start(partition), cancellationToken) is null
            && await new ArchiveLocator(archive).FindFirstAsync(partition, cancellationToken) is null;
    }
}
