namespace KafkaStore.Broker;

/// <summary>What a source read, in order, with the memory that it lies in: all is void once it is disposed.</summary>
/// <param name="memory">What the items lie in, and what they point to; nothing where the collector has it.</param>
public sealed class SourceItems(IReadOnlyList<SourceItem> items, params IReadOnlyList<IDisposable> memory)
    : IReadOnlyList<SourceItem>,
        IDisposable
{
    public int Count => items.Count;

    public SourceItem this[int index] => items[index];

    public IEnumerator<SourceItem> GetEnumerator() => items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same with others' names.</summary>
    public SourceItems With(IReadOnlyList<SourceItem> named) => new(named, memory);

    public void Dispose()
    {
        foreach (IDisposable each in memory)
            each.Dispose();
    }
}
