namespace KafkaStore.Reading.Objects;

/// <summary>Opens objects in ascending order, those with an outline with one request, and some of them before they are asked for.</summary>
/// <param name="outlines">Ascending.</param>
internal sealed class OutlinedObjects(ArchiveObjects objects, IAsyncEnumerable<ObjectOutline> outlines, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private const int AheadAtMost = 8;

    private readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly IAsyncEnumerator<ObjectOutline> source = outlines.GetAsyncEnumerator(cancellationToken);
    private readonly Queue<(ObjectOutline Outline, Task<ArchiveObject?>? Opening)> waiting = new();
    private bool ended;

    /// <summary>The first outline that is left, or null.</summary>
    public async ValueTask<ObjectOutline?> PeekAsync() => waiting.Count > 0 || await FetchAsync() ? waiting.Peek().Outline : null;

    /// <summary>The outline of the object with this base offset, or null where it is not known; passes over those before.</summary>
    public async ValueTask<ObjectOutline?> AtAsync(long offset)
    {
        while (await PeekAsync() is { } outline)
        {
            if (outline.BaseOffset >= offset)
                return outline.BaseOffset == offset ? outline : null;
            await DiscardAsync();
        }

        return null;
    }

    /// <summary>Opens the object whose outline was given last, which is then left behind; null where it is gone.</summary>
    public Task<ArchiveObject?> OpenAsync()
    {
        (ObjectOutline outline, Task<ArchiveObject?>? opening) = waiting.Dequeue();
        return opening ?? OpenAsync(outline.Entry);
    }

    /// <summary>Null where it is gone. A listing or a catalog may be out of date; then the store says what is so.</summary>
    public async Task<ArchiveObject?> OpenAsync(ArchiveEntry entry)
    {
        try
        {
            return await objects.OpenAsync(entry, stopping.Token);
        }
        catch (Exception e) when (e is ObjectMissingException or DamagedContainerException)
        {
            return await FindAsync(entry.Name);
        }
    }

    /// <summary>Null where it is not there.</summary>
    public Task<ArchiveObject?> FindAsync(ArchiveName name) => objects.FindAsync(name, stopping.Token);

    /// <summary>Begins to open the next few that may have what is wanted.</summary>
    public async ValueTask ReadAheadAsync(RecordRange range)
    {
        while (waiting.Count < AheadAtMost && await FetchAsync()) { }

        for (int left = waiting.Count; left > 0; left--)
        {
            (ObjectOutline outline, Task<ArchiveObject?>? opening) = waiting.Dequeue();
            waiting.Enqueue(
                (
                    outline,
                    opening ?? (outline.BaseOffset >= range.ToOffset || outline.Lacks(range, out _) ? null : OpenAsync(outline.Entry))
                )
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        while (waiting.Count > 0)
            await DiscardAsync();
        await source.DisposeAsync();
        stopping.Dispose();
    }

    // What an object that is not wanted after all failed with concerns nobody.
    private async ValueTask DiscardAsync()
    {
        if (waiting.Dequeue().Opening is { } opening)
            await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask<bool> FetchAsync()
    {
        if (ended || !await source.MoveNextAsync())
        {
            ended = true;
            return false;
        }

        waiting.Enqueue((source.Current, null));
        return true;
    }
}
