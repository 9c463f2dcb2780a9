using KafkaStore.Reading.Objects;

namespace KafkaStore.Catalog.Keeping;

/// <summary>Extends the catalog's rows of a partition along the archive's chain.</summary>
internal sealed class CatalogChain(IArchiveCatalog catalog, IObjectStore archive, ICatalogReport report, TimeProvider clock)
{
    private readonly ArchiveObjects objects = new(archive);
    private readonly CatalogEntries entries = new(archive);

    /// <summary>Whether the rows go up to this object or past its base; asks the catalog where that is not known.</summary>
    public async Task<bool> ReachesAsync(ArchiveName name, KnownRows rows, CancellationToken cancellationToken)
    {
        if (!rows.IsKnown || rows.Next is null)
            rows.Next = await FindNextAsync(name.Partition, cancellationToken);
        return rows.Next >= name.BaseOffset;
    }

    /// <summary>Adds one row and reports what an existing one says otherwise.</summary>
    public async Task AddAsync(CatalogEntry entry, KnownRows rows, CancellationToken cancellationToken)
    {
        if (await catalog.AddAsync(entry, cancellationToken) is { } difference)
            report.CatalogDiffers(difference);
        rows.Next = Math.Max(entry.NextOffset, rows.Next ?? 0);
    }

    /// <summary>Adds a row for every object past the last row.</summary>
    /// <returns>False when patience ended before the chain did.</returns>
    public async Task<bool> FollowAsync(TopicPartition partition, KnownRows rows, TimeSpan? patience, CancellationToken cancellationToken)
    {
        long started = clock.GetTimestamp();
        rows.IsKnown = false;
        CatalogEntry? last = await catalog.FindLastAsync(partition, cancellationToken);
        rows.Next = last?.NextOffset;

        // Where another process has added what was wanted, the store need not be asked.
        if (rows.Wanted >= 0 && rows.Next >= rows.Wanted)
        {
            rows.IsKnown = true;
            return true;
        }

        // Read before each look at the store: an object that was heard of by then can be seen.
        long wanted = rows.Wanted;
        bool added = false;
        await foreach (ArchiveObject archived in PastAsync(partition, rows.Next, cancellationToken))
        {
            await AddAsync(await entries.OfAsync(archived, cancellationToken), rows, cancellationToken);
            added = true;
            if (clock.GetElapsedTime(started) > patience)
                return false;
            wanted = rows.Wanted;
        }

        if (!added && last is not null)
            await CheckLastAsync(last, cancellationToken);
        NoteEnd(partition, rows, wanted);
        rows.IsKnown = true;
        return true;
    }

    private async Task CheckLastAsync(CatalogEntry last, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(last.Name.ToString(), cancellationToken) is null)
            report.CatalogDiffers(new CatalogDifference(last.Name, [new CatalogValue("the object", "there", null)]));
    }

    // The archive goes on and its chain does not lead there from the last row: the rows are another archive's, or the chain
    // is broken. What comes from now on is added all the same; rebuilding makes up for the rest.
    private void NoteEnd(TopicPartition partition, KnownRows rows, long wanted)
    {
        long end = rows.Next ?? 0;
        if (wanted <= end)
            return;
        report.CatalogDiffers(
            new CatalogDifference(
                new ArchiveName(partition, end),
                [new CatalogValue("the end of the rows", $"{end}", $"{wanted}, with no object that begins at {end}")]
            )
        );
        rows.Next = wanted;
    }

    private async Task<long?> FindNextAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        (await catalog.FindLastAsync(partition, cancellationToken))?.NextOffset;

    // Without a row, from the archive's first object on, which is found and not listed: the catalog wants its MD5.
    private async IAsyncEnumerable<ArchiveObject> PastAsync(
        TopicPartition partition,
        long? next,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        next ??= (await new ArchiveLocator(archive).FindFirstAsync(partition, cancellationToken))?.Name.BaseOffset;
        if (next is not { } at)
            yield break;
        await foreach (ArchiveObject archived in objects.FollowAsync(new ArchiveName(partition, at), cancellationToken))
            yield return archived;
    }
}
