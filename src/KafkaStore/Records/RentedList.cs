using System.Collections;

namespace KafkaStore.Records;

/// <summary>
/// A list in memory that is used again and again, for what a batch has once a record: a list of its own would be several large arrays,
/// batch after batch. Empty once it is disposed, and then of use again.
/// </summary>
public sealed class RentedList<T> : IReadOnlyList<T>, IDisposable
{
    private const int FewestItems = 16;

    // More is left to the collector. The shared pool keeps arrays by thread, and who fills a list is rarely who is done with it.
    private const int MostKept = 16;
    private const int MostItemsKept = 16 * 1024;

    private static readonly Lock Gate = new();
    private static readonly Stack<T[]> Kept = [];

    private T[] items = [];

    public int Count { get; private set; }

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            return items[index];
        }
    }

    public void Add(T item)
    {
        if (items.Length == 0)
            items = Take();
        if (Count == items.Length)
            Array.Resize(ref items, 2 * Count);
        items[Count++] = item;
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return items[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        T[] done = items;
        items = [];
        Array.Clear(done, 0, Count);
        Count = 0;
        if (done.Length is 0 or > MostItemsKept)
            return;
        lock (Gate)
        {
            if (Kept.Count < MostKept)
                Kept.Push(done);
        }
    }

    private static T[] Take()
    {
        lock (Gate)
            return Kept.TryPop(out T[]? kept) ? kept : new T[FewestItems];
    }
}
