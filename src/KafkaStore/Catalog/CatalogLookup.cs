using KafkaStore.Reading.Objects;

namespace KafkaStore.Catalog;

/// <summary>
/// Finds archive objects with one query. A catalog may lack rows: what it does not know is looked for in the store, and the
/// chain of names leads on from what it knows, so that nothing is missed.
/// </summary>
/// <param name="catalog">Asked first.</param>
/// <param name="store">Asked where the catalog knows nothing or can't be asked.</param>
/// <param name="unavailable">Told why, each time that the catalog can't be asked.</param>
public sealed class CatalogLookup(IArchiveCatalog catalog, IArchiveEntries store, Action<CatalogException> unavailable) : IArchiveEntries
{
    public async Task<ArchiveEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        try
        {
            if (await catalog.FindAtOrBelowAsync(partition, offset, cancellationToken) is { } row)
                return new ArchiveEntry(row.Name, row.LengthBytes);
        }
        catch (CatalogException e)
        {
            unavailable(e);
        }

        return await store.FindAtOrBelowAsync(partition, offset, cancellationToken);
    }

    /// <summary>From the store, which knows objects that are older than the catalog.</summary>
    public Task<ArchiveEntry?> FindFirstAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        store.FindFirstAsync(partition, cancellationToken);

    /// <summary>From the catalog; from the store what is before its first entry, and all that follows where the catalog fails.</summary>
    public async IAsyncEnumerable<ObjectOutline> ListAsync(
        TopicPartition partition,
        long offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ObjectOutline? last = null;
        bool isAvailable = true;
        await using IAsyncEnumerator<ObjectOutline> rows = catalog
            .ListOutlinesAsync(partition, offset, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync() is { } row)
        {
            if (
                last is null
                && row.BaseOffset > offset
                && await store.FindNearestAsync(partition, offset, cancellationToken) is { } older
                && older.Name.BaseOffset < row.BaseOffset
            )
            {
                yield return new ObjectOutline(older);
            }

            last = row;
            yield return row;
        }

        if (isAvailable && last is not null)
            yield break;
        await foreach (ObjectOutline listed in store.ListAsync(partition, last?.BaseOffset ?? offset, cancellationToken))
            yield return listed;

        async ValueTask<ObjectOutline?> NextAsync()
        {
            try
            {
                return await rows.MoveNextAsync() ? rows.Current : null;
            }
            catch (CatalogException e)
            {
                unavailable(e);
                isAvailable = false;
                return null;
            }
        }
    }
}
