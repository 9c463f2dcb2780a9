using KafkaStore.Catalog;

namespace KafkaStore.Tests.Support;

/// <summary>A catalog in memory that a test can break or watch at every call, before it takes effect and after.</summary>
public sealed class MemoryCatalog : IRebuildableCatalog
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, CatalogEntry> entries = new(StringComparer.Ordinal);

    /// <summary>Runs before a call takes effect, with its name; what it throws is what the caller gets.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Runs after a call took effect, with its name; what it throws is what the caller gets.</summary>
    public Func<string, Task>? After { get; set; }

    /// <summary>How many outlines one call gives. Default: 10,000.</summary>
    public int PageOutlines { get; init; } = 10_000;

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    public string DisplayName => "memory:catalog";

    /// <summary>All entries by name, as of now.</summary>
    public IReadOnlyList<CatalogEntry> Entries
    {
        get
        {
            lock (gate)
                return [.. entries.Values];
        }
    }

    public Task<CatalogDifference?> AddAsync(CatalogEntry entry, CancellationToken cancellationToken) =>
        RunAsync(
            nameof(AddAsync),
            () => entries.TryAdd(entry.Name.ToString(), entry) ? null : CatalogDifference.Between(entries[entry.Name.ToString()], entry)
        );

    public Task<CatalogEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken) =>
        RunAsync(
            nameof(FindAtOrBelowAsync),
            () => entries.Values.LastOrDefault(entry => entry.Name.Partition == partition && entry.Name.BaseOffset <= offset)
        );

    public IAsyncEnumerable<CatalogEntry> ListAsync(TopicPartition partition, CancellationToken cancellationToken) =>
        Entries.Where(entry => entry.Name.Partition == partition).ToAsyncEnumerable();

    public async IAsyncEnumerable<ObjectOutline> ListOutlinesAsync(
        TopicPartition partition,
        long offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        long? from = null;
        while (true)
        {
            ObjectOutline[] page = await RunAsync(
                nameof(ListOutlinesAsync),
                () =>
                {
                    CatalogEntry[] rows = [.. entries.Values.Where(entry => entry.Name.Partition == partition)];
                    from ??= rows.LastOrDefault(entry => entry.Name.BaseOffset <= offset)?.Name.BaseOffset ?? offset;
                    return rows.Where(entry => entry.Name.BaseOffset >= from).Take(PageOutlines).Select(entry => entry.Outline).ToArray();
                }
            );
            foreach (ObjectOutline outline in page)
                yield return outline;

            if (page.Length < PageOutlines)
            {
                yield break;
            }

            from = page[^1].BaseOffset + 1;
        }
    }

    public Task<IReadOnlyList<TopicPartition>> ListPartitionsAsync(CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<TopicPartition>>(
            nameof(ListPartitionsAsync),
            () => [.. entries.Values.Select(entry => entry.Name.Partition).Distinct().Order()]
        );

    public Task PutAsync(IReadOnlyCollection<CatalogEntry> entries, CancellationToken cancellationToken) =>
        RunAsync(
            nameof(PutAsync),
            () =>
            {
                foreach (CatalogEntry entry in entries)
                    this.entries[entry.Name.ToString()] = entry;

                return true;
            }
        );

    public Task RemoveAsync(ArchiveName name, CancellationToken cancellationToken) =>
        RunAsync(nameof(RemoveAsync), () => entries.Remove(name.ToString()));

    private async Task<T> RunAsync<T>(string call, Func<T> run)
    {
        if (Before is { } before)
            await before(call);

        T result;
        lock (gate)
        {
            Calls++;
            result = run();
        }

        if (After is { } after)
            await after(call);

        return result;
    }
}
