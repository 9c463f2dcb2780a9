namespace KafkaStore.Storage;

/// <summary>What lies under one name of a staging location, as a location of its own.</summary>
internal sealed class SubfolderStore(IStagingStore store, string folder) : IStagingStore
{
    public string DisplayName => $"{store.DisplayName.TrimEnd('/')}/{folder}";

    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken) =>
        store.CreateAsync(folder + name, content, cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(folder + name, cancellationToken);

    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        store.FindAsync(folder + name, cancellationToken);

    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
        store.OpenReadAsync(folder + name, from, length, cancellationToken);

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix,
        string? startAt,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? first = startAt is null ? null : folder + startAt;
        await foreach (ObjectEntry entry in store.ListAsync(folder + prefix, first, cancellationToken))
        {
            yield return entry with
            {
                Name = entry.Name[folder.Length..],
            };
        }
    }
}
