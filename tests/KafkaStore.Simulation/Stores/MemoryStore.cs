namespace KafkaStore.Simulation.Stores;

/// <summary>Holds everything in memory.</summary>
internal sealed class MemoryStore : ISimulatedStore
{
    private readonly List<string> names = [];
    private readonly List<byte[]> contents = [];

    public IReadOnlyList<string> Names => names;

    public long? Find(string name) => IndexOf(name) is >= 0 and int index ? contents[index].Length : null;

    public ArraySegment<byte>? Read(string name, long from, long? length)
    {
        int index = IndexOf(name);
        if (index < 0)
            return null;
        byte[] bytes = contents[index];
        int start = (int)Math.Min(from, bytes.Length);
        return new ArraySegment<byte>(bytes, start, (int)Math.Min(length ?? bytes.Length, bytes.Length - start));
    }

    public bool Create(string name, byte[] content)
    {
        int index = IndexOf(name);
        if (index >= 0)
            return false;
        names.Insert(~index, name);
        contents.Insert(~index, content);
        return true;
    }

    public void Delete(string name)
    {
        if (IndexOf(name) is >= 0 and int index)
        {
            names.RemoveAt(index);
            contents.RemoveAt(index);
        }
    }

    public void Damage(string name, byte[] content) => contents[IndexOf(name)] = content;

    public void Clear()
    {
        names.Clear();
        contents.Clear();
    }

    public List<ObjectEntry> Page(string prefix, string from, bool inclusive, int size)
    {
        var page = new List<ObjectEntry>();
        int index = IndexOf(from);
        index =
            index < 0 ? ~index
            : inclusive ? index
            : index + 1;
        for (; index < names.Count && page.Count < size && names[index].StartsWith(prefix); index++)
            page.Add(new ObjectEntry(names[index], contents[index].Length));
        return page;
    }

    private int IndexOf(string name) => names.BinarySearch(name, StringComparer.Ordinal);
}
