namespace KafkaStore.Simulation.Adversaries;

/// <summary>Takes the bytes of chunks that are staged into it.</summary>
internal sealed class CapturedChunks : IStagingStore
{
    public List<(string Name, byte[] Bytes)> Created { get; } = [];

    public string DisplayName => "captured";

    public Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        using Stream stream = content.Open();
        byte[] bytes = new byte[content.Length];
        stream.ReadExactly(bytes);
        Created.Add((name, bytes));
        return Task.FromResult(CreateOutcome.Created);
    }

    public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
}
