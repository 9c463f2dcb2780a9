namespace KafkaStore.Broker;

/// <summary>What a source read, in order, with the memory that its keys and values lie in: they are void once it is disposed.</summary>
/// <param name="memory">Null where the collector has it.</param>
public sealed class SourceItems(IReadOnlyList<SourceItem> items, IDisposable? memory = null) : IReadOnlyList<SourceItem>, IDisposable
{
    public int Count => items.Count;

    public SourceItem this[int index] => items[index];

    public IEnumerator<SourceItem> GetEnumerator() => items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same with others' names.</summary>
    public SourceItems With(IReadOnlyList<SourceItem> named) => new(named, memory);

    public void Dispose() => memory?.Dispose();
}
