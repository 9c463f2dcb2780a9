using KafkaStore.Reading.Objects;

namespace KafkaStore.Catalog;

/// <summary>Holds every object of a store against its row, and every row against its object. May run beside archivers.</summary>
public sealed class CatalogComparison(IObjectReader store, IArchiveCatalog catalog)
{
    private const int BatchObjects = 64;
    private const int ReadsAtOnce = 8;

    private readonly CatalogEntries entries = new(store);
    private readonly SortedDictionary<TopicPartition, long> objects = [];
    private long done;

    /// <summary>In the store; 0 until it has been listed.</summary>
    public long TotalObjects { get; private set; }

    public long DoneObjects => Interlocked.Read(ref done);

    /// <param name="topics">With all their generations; empty for those that the store has. Rows of other topics are left alone: another archive may have them.</param>
    /// <exception cref="StorageException">The store can't be read.</exception>
    /// <exception cref="CatalogException">The catalog can't be read.</exception>
    public async IAsyncEnumerable<CatalogFinding> RunAsync(
        IReadOnlyCollection<string> topics,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await SurveyAsync(topics, cancellationToken);
        HashSet<string> present = [.. objects.Keys.Select(partition => partition.Topic)];
        foreach (TopicPartition partition in await catalog.ListPartitionsAsync(cancellationToken))
        {
            if (present.Contains(partition.Topic))
                objects.TryAdd(partition, 0);
        }

        foreach (TopicPartition partition in objects.Keys)
        {
            await foreach (CatalogFinding finding in CompareAsync(partition, cancellationToken))
                yield return finding;
        }
    }

    private async Task SurveyAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        long total = 0;
        IReadOnlyList<string> names = await new ArchiveTopics(store).WithGenerationsAsync(topics, cancellationToken);
        foreach (string prefix in names.Count == 0 ? [""] : names.Select(topic => $"{topic}/"))
        {
            await foreach (ObjectEntry entry in store.ListAsync(prefix, null, cancellationToken))
            {
                if (!ArchiveName.TryParse(entry.Name, out ArchiveName name))
                    continue;
                objects[name.Partition] = objects.GetValueOrDefault(name.Partition) + 1;
                total++;
            }
        }

        TotalObjects = total;
    }

    // Both come by base offset.
    private async IAsyncEnumerable<CatalogFinding> CompareAsync(
        TopicPartition partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using IAsyncEnumerator<CatalogEntry> rows = catalog
            .ListAsync(partition, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        bool hasRow = await rows.MoveNextAsync();
        await foreach (ArchiveName[] batch in NamesAsync(partition, cancellationToken))
        {
            foreach (CatalogFinding described in await DescribeAsync(batch, cancellationToken))
            {
                for (; hasRow && rows.Current.Name.BaseOffset < described.Name.BaseOffset; hasRow = await rows.MoveNextAsync())
                {
                    if (await OrphanAsync(rows.Current.Name, cancellationToken) is { } orphan)
                        yield return orphan;
                }

                bool isItsRow = hasRow && rows.Current.Name == described.Name;
                yield return isItsRow ? Compared(described, rows.Current) : described;
                if (isItsRow)
                    hasRow = await rows.MoveNextAsync();
                Interlocked.Increment(ref done);
            }
        }

        for (; hasRow; hasRow = await rows.MoveNextAsync())
        {
            if (await OrphanAsync(rows.Current.Name, cancellationToken) is { } orphan)
                yield return orphan;
        }
    }

    private static CatalogFinding Compared(CatalogFinding described, CatalogEntry row)
    {
        if (described.Entry is null)
            return described;
        return CatalogDifference.Between(row, described.Entry) is { } difference
            ? described with
            {
                Kind = CatalogFindingKind.RowDiffers,
                Difference = difference,
            }
            : described with
            {
                Kind = CatalogFindingKind.Same,
            };
    }

    private async IAsyncEnumerable<ArchiveName[]> NamesAsync(
        TopicPartition partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var batch = new List<ArchiveName>(BatchObjects);
        await foreach (ObjectEntry entry in store.ListAsync(ArchiveName.Folder(partition), null, cancellationToken))
        {
            if (!ArchiveName.TryParse(entry.Name, out ArchiveName name) || name.Partition != partition)
                continue;
            batch.Add(name);
            if (batch.Count < BatchObjects)
                continue;
            yield return [.. batch];
            batch.Clear();
        }

        yield return [.. batch];
    }

    private async Task<CatalogFinding[]> DescribeAsync(ArchiveName[] names, CancellationToken cancellationToken)
    {
        var findings = new CatalogFinding?[names.Length];
        await Parallel.ForAsync(
            0,
            names.Length,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (index, token) => findings[index] = await DescribeAsync(names[index], token)
        );
        return [.. findings.OfType<CatalogFinding>()];
    }

    // Null where the object has gone since it was listed.
    private async Task<CatalogFinding?> DescribeAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        try
        {
            return await entries.FindAsync(name, cancellationToken) is { } entry
                ? new CatalogFinding(name, CatalogFindingKind.RowMissing) { Entry = entry }
                : null;
        }
        catch (DamagedContainerException e)
        {
            return new CatalogFinding(name, CatalogFindingKind.ObjectDamaged) { Damage = e.Message };
        }
    }

    // An archiver may have created it since the listing.
    private async Task<CatalogFinding?> OrphanAsync(ArchiveName name, CancellationToken cancellationToken) =>
        await store.FindAsync(name.ToString(), cancellationToken) is null
            ? new CatalogFinding(name, CatalogFindingKind.ObjectMissing)
            : null;
}
