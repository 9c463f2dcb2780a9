using System.Collections.Concurrent;

namespace KafkaStore.Schemas.Keeping;

/// <summary>What this process knows of the ids it has met. Any number of threads may use it.</summary>
internal sealed class SeenSchemas
{
    private readonly ConcurrentDictionary<int, State> states = new();
    private readonly ConcurrentDictionary<(string Topic, bool IsKey), FramedSide> sides = new();
    private readonly ConcurrentDictionary<int, FramedSide> wanted = new();
    private readonly ConcurrentDictionary<int, FramedSide?> missing = new();

    private enum State
    {
        /// <summary>Neither stored nor noted yet.</summary>
        Wanted,

        /// <summary>Noted in the archive, to be asked for again.</summary>
        Missing,

        Stored,

        /// <summary>The registry has none of that id.</summary>
        Unknown,
    }

    public bool AnyWanted => !wanted.IsEmpty;

    public IReadOnlyCollection<int> Wanted => [.. wanted.Keys];

    public IReadOnlyCollection<int> Missing => [.. missing.Keys];

    public void Add(string topic, bool isKey, int id)
    {
        if (states.ContainsKey(id))
            return;
        FramedSide side = sides.GetOrAdd((topic, isKey), key => new FramedSide(key.Topic, key.IsKey));
        if (!side.IsLeftAlone && states.TryAdd(id, State.Wanted))
        {
            side.Add();
            wanted[id] = side;
        }
    }

    /// <summary>Met in the archive: somebody noted it as missing.</summary>
    public void AddMissing(int id)
    {
        if (states.TryAdd(id, State.Missing))
            missing[id] = null;
    }

    public void NoteMissing(int id)
    {
        states[id] = State.Missing;
        if (wanted.TryRemove(id, out FramedSide? side))
            missing[id] = side;
    }

    public void NoteStored(int id)
    {
        states[id] = State.Stored;
        Settle(id)?.Decide(isKnown: true);
    }

    /// <summary>The side that is left alone from now on; null for none.</summary>
    public FramedSide? NoteUnknown(int id)
    {
        states[id] = State.Unknown;
        return Settle(id) is { } side && side.Decide(isKnown: false) ? side : null;
    }

    private FramedSide? Settle(int id)
    {
        missing.TryRemove(id, out FramedSide? noted);
        return wanted.TryRemove(id, out FramedSide? side) ? side : noted;
    }
}
