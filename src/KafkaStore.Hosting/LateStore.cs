using System.Runtime.CompilerServices;
using KafkaStore.Storage;

namespace KafkaStore.Hosting;

/// <summary>A store that is opened when it is first needed, and tried again each time until it can be: a mirror that is away must not keep archiving from starting.</summary>
internal sealed class LateStore(string displayName, Func<CancellationToken, Task<IObjectStore>> open) : IObjectStore, IDisposable
{
    private readonly SemaphoreSlim opening = new(1);
    private IObjectStore? store;

    public string DisplayName => store?.DisplayName ?? displayName;

    public async Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).FindAsync(name, cancellationToken);

    public async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).OpenReadAsync(name, from, length, cancellationToken);

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IObjectStore opened = await OpenAsync(cancellationToken);
        await foreach (ObjectEntry entry in opened.ListAsync(prefix, startAt, cancellationToken))
            yield return entry;
    }

    public async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken)).CreateAsync(name, content, cancellationToken);

    /// <summary>Opens it now.</summary>
    /// <exception cref="StorageException">It can't be opened.</exception>
    public async Task<IObjectStore> OpenAsync(CancellationToken cancellationToken)
    {
        if (store is { } known)
            return known;
        await opening.WaitAsync(cancellationToken);
        try
        {
            return store ??= await open(cancellationToken);
        }
        finally
        {
            opening.Release();
        }
    }

    public void Dispose() => opening.Dispose();
}
