using System.Collections.Concurrent;

namespace KafkaStore.Catalog.Keeping;

/// <summary>
/// Keeps the catalog complete: a row for every archive object, written after the object exists, each after its
/// predecessor's, so that what is missing always follows the last row. Neither fails nor holds up a seal: what the catalog
/// can't take now is reported and made up for later.
/// </summary>
/// <param name="catalog">What is kept.</param>
/// <param name="archive">What it describes.</param>
/// <param name="report">Told what differs, and once each time that the catalog goes or comes back.</param>
/// <param name="clock">Measures patience.</param>
public sealed class CatalogWriter(IArchiveCatalog catalog, IObjectStore archive, ICatalogReport report, TimeProvider clock) : IDisposable
{
    /// <summary>Following the chain inside a seal ends after this long; the timer goes on.</summary>
    private static readonly TimeSpan SealPatience = TimeSpan.FromSeconds(5);

    /// <summary>After a failure no seal asks the catalog again for this long.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly CatalogChain chain = new(catalog, archive, report, clock);
    private readonly ConcurrentDictionary<TopicPartition, KnownRows> partitions = new();
    private readonly Lock sync = new();
    private string? problem;
    private long failedAt;

    /// <summary>Partitions that may lack rows, as far as this process knows.</summary>
    public IReadOnlyList<TopicPartition> Behind => [.. partitions.Where(entry => entry.Value.IsBehind).Select(entry => entry.Key).Order()];

    /// <summary>
    /// Adds what these partitions, and all others that this process knows to be behind, lack; asks neither catalog nor store
    /// about one that lacks nothing.
    /// </summary>
    /// <param name="known">Partitions, each with the end of its archive as far as it is known, or null.</param>
    /// <param name="patience">How long to go on; what is left then is left for the next call. Null for no limit.</param>
    /// <returns>Whether nothing is missing now, as far as is known.</returns>
    public async Task<bool> CatchUpAsync(
        IEnumerable<KeyValuePair<TopicPartition, long?>> known,
        TimeSpan? patience,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(known);
        foreach ((TopicPartition partition, long? archivedNext) in known)
            RowsOf(partition).Want(archivedNext ?? -1);
        long started = clock.GetTimestamp();
        foreach (TopicPartition partition in Behind)
        {
            TimeSpan? left = patience - clock.GetElapsedTime(started);
            if (left < TimeSpan.Zero)
                return false;
            KnownRows rows = RowsOf(partition);
            if (!rows.TryEnter())
                continue;
            try
            {
                if (!await GuardAsync(partition, rows, () => FollowAsync(partition, rows, left, cancellationToken)))
                    return false;
            }
            finally
            {
                rows.Leave();
            }
        }

        return Behind.Count == 0;
    }

    public void Dispose()
    {
        foreach (KnownRows rows in partitions.Values)
            rows.Dispose();
    }

    /// <summary>This process created the object; the content is still there to be read.</summary>
    internal Task CreatedAsync(SegmentFacts facts, string codec, ObjectContent content, CancellationToken cancellationToken)
    {
        ArchiveName name = facts.Container.Name;
        return WriteAsync(
            name.Partition,
            facts.NextOffset,
            isNew: true,
            async rows =>
            {
                // Rows past the object are another archive's, or those of one that was since cut short: what differs is reported.
                if (!await chain.ReachesAsync(name, rows, cancellationToken))
                {
                    await FollowAsync(name.Partition, rows, SealPatience, cancellationToken);
                    return;
                }

                Md5Hash md5 = await content.GetMd5Async(cancellationToken);
                await chain.AddAsync(CatalogEntry.Of(facts, codec, content.Length, md5, archive.DisplayName), rows, cancellationToken);
                rows.IsKnown = true;
            }
        );
    }

    /// <summary>The object existed already.</summary>
    internal Task AdoptedAsync(ArchiveName name, long nextOffset, CancellationToken cancellationToken) =>
        WriteAsync(name.Partition, nextOffset, isNew: false, rows => FollowAsync(name.Partition, rows, SealPatience, cancellationToken));

    private KnownRows RowsOf(TopicPartition partition) => partitions.GetOrAdd(partition, static _ => new KnownRows());

    // Inside a seal, which must not wait: not for another run, not for a catalog that has just failed, not for a long way.
    private async Task WriteAsync(TopicPartition partition, long nextOffset, bool isNew, Func<KnownRows, Task> write)
    {
        KnownRows rows = RowsOf(partition);
        rows.Want(nextOffset);
        if (rows.IsRefused || !(isNew || rows.IsBehind) || rows.IsLong || IsPausing || !rows.TryEnter())
            return;
        try
        {
            await GuardAsync(partition, rows, () => write(rows));
        }
        finally
        {
            rows.Leave();
        }
    }

    private async Task FollowAsync(TopicPartition partition, KnownRows rows, TimeSpan? patience, CancellationToken cancellationToken) =>
        rows.IsLong = !await chain.FollowAsync(partition, rows, patience, cancellationToken);

    // False when the catalog itself fails, so that others need not be tried.
    private async Task<bool> GuardAsync(TopicPartition partition, KnownRows rows, Func<Task> work)
    {
        try
        {
            rows.Problem = await TryAsync(partition, rows, work);
            NoteAnswer();
            return true;
        }
        catch (CatalogException e)
        {
            rows.IsKnown = false; // whether the last row was added is not known
            NoteFailure(e.Message);
            return false;
        }
    }

    // What concerns this partition alone, as it was reported; null for nothing.
    private async Task<string?> TryAsync(TopicPartition partition, KnownRows rows, Func<Task> work)
    {
        string message;
        try
        {
            await work();
            return null;
        }
        catch (CatalogTopicException e)
        {
            rows.IsRefused = true;
            message = e.Message;
        }
        catch (Exception e) when (e is StorageException or DamagedContainerException)
        {
            rows.IsKnown = false;
            message = $"The catalog's rows of {partition} wait: {e.Message}";
        }

        if (message != rows.Problem)
            report.CatalogUnavailable(message);
        return message;
    }

    private bool IsPausing
    {
        get
        {
            lock (sync)
                return problem is not null && clock.GetElapsedTime(failedAt) < Pause;
        }
    }

    private void NoteFailure(string message)
    {
        lock (sync)
        {
            failedAt = clock.GetTimestamp();
            if (message == problem)
                return;
            problem = message;
        }

        report.CatalogUnavailable(message);
    }

    private void NoteAnswer()
    {
        lock (sync)
        {
            if (problem is null)
                return;
            problem = null;
        }

        report.CatalogAvailable();
    }
}
