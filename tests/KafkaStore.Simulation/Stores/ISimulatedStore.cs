namespace KafkaStore.Simulation.Stores;

/// <summary>
/// What a store durably holds, whatever it holds it in. Each call is done when it returns, on the simulation's own thread;
/// faults are its users' business.
/// </summary>
internal interface ISimulatedStore
{
    /// <summary>All names in ordinal order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The object's length in bytes; null where there is none.</summary>
    public long? Find(string name);

    /// <summary>Up to <paramref name="length"/> bytes of the object from <paramref name="from"/> on; null for its end. Null where there is no object.</summary>
    public ArraySegment<byte>? Read(string name, long from, long? length);

    /// <summary>False where the name is taken.</summary>
    public bool Create(string name, byte[] content);

    public void Delete(string name);

    /// <summary>Bytes of an object change on the medium.</summary>
    public void Damage(string name, byte[] content);

    public void Clear();

    /// <summary>Up to <paramref name="size"/> entries from a name on.</summary>
    public List<ObjectEntry> Page(string prefix, string from, bool inclusive, int size);
}
