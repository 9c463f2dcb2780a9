namespace KafkaStore.Tests.Simulation;

/// <summary>A store with something planted in it.</summary>
internal class ForwardingStore(IStagingStore inner) : IStagingStore
{
    public string DisplayName => inner.DisplayName;

    public virtual Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
        inner.FindAsync(name, cancellationToken);

    public virtual Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(name, from, length, cancellationToken);

    public virtual IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
        inner.ListAsync(prefix, startAt, cancellationToken);

    public virtual Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken) =>
        inner.CreateAsync(name, content, cancellationToken);

    public virtual Task DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);
}
