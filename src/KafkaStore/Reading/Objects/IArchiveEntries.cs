namespace KafkaStore.Reading.Objects;

/// <summary>Finds archive objects by offset: from listings, or from a catalog.</summary>
public interface IArchiveEntries
{
    /// <summary>The object with the greatest base offset at or below this one, or null.</summary>
    public Task<ArchiveEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken);

    /// <summary>The partition's first object, or null.</summary>
    public Task<ArchiveEntry?> FindFirstAsync(TopicPartition partition, CancellationToken cancellationToken);

    /// <summary>The object with the greatest base offset at or below this one, or else the partition's first; null where it has none.</summary>
    public async Task<ArchiveEntry?> FindNearestAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        await FindAtOrBelowAsync(partition, offset, cancellationToken) ?? await FindFirstAsync(partition, cancellationToken);

    /// <summary>
    /// The objects from one on, ascending, fetched as they are read. The first is the one with the greatest base offset at or
    /// below this one, or else the partition's first; none where the partition has no object. After the first, any may be
    /// left out: the chain of names leads to those.
    /// </summary>
    public IAsyncEnumerable<ObjectOutline> ListAsync(TopicPartition partition, long offset, CancellationToken cancellationToken);
}
