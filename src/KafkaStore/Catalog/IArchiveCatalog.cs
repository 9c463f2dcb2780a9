using KafkaStore.Reading.Objects;

namespace KafkaStore.Catalog;

/// <summary>
/// A queryable index of archive objects. It can be made again from the store alone, and nothing is decided by it. Failures
/// are <see cref="CatalogException"/>s, the client's own error inside.
/// </summary>
public interface IArchiveCatalog
{
    /// <summary>The catalog as a person would name it: a URL without secrets.</summary>
    public string DisplayName { get; }

    /// <summary>Adds the entry unless one of that name exists, and changes none that does; may be repeated.</summary>
    /// <returns>What the existing entry says otherwise; null when it says the same, or there was none.</returns>
    public Task<CatalogDifference?> AddAsync(CatalogEntry entry, CancellationToken cancellationToken);

    /// <summary>The entry with the greatest base offset, or null.</summary>
    public Task<CatalogEntry?> FindLastAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        FindAtOrBelowAsync(partition, long.MaxValue, cancellationToken);

    /// <summary>The entry with the greatest base offset at or below this one, or null.</summary>
    public Task<CatalogEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken);

    /// <summary>All entries of the partition by base offset, fetched as they are read.</summary>
    public IAsyncEnumerable<CatalogEntry> ListAsync(TopicPartition partition, CancellationToken cancellationToken);

    /// <summary>
    /// What entries say that is needed to seek, by base offset, fetched as they are read: from the one with the greatest base
    /// offset at or below this one on, or from the first where there is none. One query gives some thousands.
    /// </summary>
    public IAsyncEnumerable<ObjectOutline> ListOutlinesAsync(TopicPartition partition, long offset, CancellationToken cancellationToken);

    /// <summary>All partitions that have an entry, in their order.</summary>
    public Task<IReadOnlyList<TopicPartition>> ListPartitionsAsync(CancellationToken cancellationToken);
}

/// <summary>A catalog that can be put right; archiving itself never does.</summary>
public interface IRebuildableCatalog : IArchiveCatalog
{
    /// <summary>Makes these entries what the catalog says, whatever it said before.</summary>
    public Task PutAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken);

    /// <summary>Takes the entry away; one that is missing already is no error.</summary>
    public Task RemoveAsync(ArchiveName name, CancellationToken cancellationToken);
}
