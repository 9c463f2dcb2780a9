using System.Runtime.CompilerServices;
using KafkaStore.Storage;

namespace KafkaStore.Hosting.Telemetry;

/// <summary>A store of which every request is measured. It can what the other can; <see cref="Of"/> sees to that.</summary>
internal class MeasuredStore : IStagingStore, IDisposable
{
    private readonly IStagingStore store;
    private readonly KeyValuePair<string, object?>[] find;
    private readonly KeyValuePair<string, object?>[] read;
    private readonly KeyValuePair<string, object?>[] list;
    private readonly KeyValuePair<string, object?>[] create;
    private readonly KeyValuePair<string, object?>[] delete;

    private MeasuredStore(IStagingStore store, StoreKind kind, StoreUse use)
    {
        this.store = store;
        find = Attributes(StoreAction.Find, kind, use);
        read = Attributes(StoreAction.Read, kind, use);
        list = Attributes(StoreAction.List, kind, use);
        create = Attributes(StoreAction.Create, kind, use);
        delete = Attributes(StoreAction.Delete, kind, use);
    }

    public string DisplayName => store.DisplayName;

    /// <param name="store">Owned.</param>
    /// <param name="kind">An attribute of what is measured, as <paramref name="use"/> is.</param>
    public static IStagingStore Of(IStagingStore store, StoreKind kind, StoreUse use) =>
        (store as IFolderListing, store as IStrayListing) switch
        {
            (null, _) => new MeasuredStore(store, kind, use),
            ({ } folders, null) => new WithFolders(store, folders, kind, use),
            ({ } folders, { } strays) => new WithStrays(store, folders, strays, kind, use),
        };

    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        Metrics.StoreRequests.RunAsync("find", find, () => store.FindAsync(name, cancellationToken));

    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
        Metrics.StoreRequests.RunAsync("read", read, () => store.OpenReadAsync(name, from, length, cancellationToken));

    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
        MeasureAsync(store.ListAsync(prefix, startAt, cancellationToken), cancellationToken);

    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken) =>
        Metrics.StoreRequests.RunAsync("create", create, () => store.CreateAsync(name, content, cancellationToken));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        Metrics.StoreRequests.RunAsync("delete", delete, () => store.DeleteAsync(name, cancellationToken));

    public void Dispose() => (store as IDisposable)?.Dispose();

    // The first page is a request; which of the others are, only the adapter knows.
    private async IAsyncEnumerable<T> MeasureAsync<T>(
        IAsyncEnumerable<T> entries,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using IAsyncEnumerator<T> entry = entries.GetAsyncEnumerator(cancellationToken);
        bool any = await Metrics.StoreRequests.RunAsync("list", list, () => entry.MoveNextAsync().AsTask());
        for (; any; any = await entry.MoveNextAsync())
            yield return entry.Current;
    }

    private static KeyValuePair<string, object?>[] Attributes(StoreAction operation, StoreKind kind, StoreUse use) =>
        [new("operation", Word(operation)), new("system", Word(kind)), new("store", Word(use))];

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private class WithFolders(IStagingStore store, IFolderListing folders, StoreKind kind, StoreUse use)
        : MeasuredStore(store, kind, use),
            IFolderListing
    {
        public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) =>
            MeasureAsync(folders.ListFoldersAsync(prefix, cancellationToken), cancellationToken);
    }

    private sealed class WithStrays(IStagingStore store, IFolderListing folders, IStrayListing strays, StoreKind kind, StoreUse use)
        : WithFolders(store, folders, kind, use),
            IStrayListing
    {
        public IAsyncEnumerable<string> ListStraysAsync(string prefix, CancellationToken cancellationToken) =>
            MeasureAsync(strays.ListStraysAsync(prefix, cancellationToken), cancellationToken);
    }
}
