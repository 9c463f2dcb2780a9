using System.Collections.Concurrent;
using KafkaStore.Records;

namespace KafkaStore.Schemas.Keeping;

/// <summary>What this process knows of the ids it has met. Any number of threads may use it.</summary>
internal sealed class SeenSchemas(TimeProvider clock)
{
    private readonly ConcurrentDictionary<int, State> states = new();
    private readonly ConcurrentDictionary<(TopicPartition Partition, bool IsKey), FramedSide> sides = new();
    private readonly ConcurrentDictionary<int, FramedSide> wanted = new();
    private readonly ConcurrentDictionary<int, MissingSchema> missing = new();

    private enum State
    {
        /// <summary>Neither stored nor noted yet.</summary>
        Wanted,

        /// <summary>Noted in the archive, to be asked for again.</summary>
        Missing,

        Stored,
    }

    public bool AnyWanted => !wanted.IsEmpty;

    public IReadOnlyCollection<int> Wanted => [.. wanted.Keys];

    /// <summary>Those to be asked for now; who was asked for last comes last, so that each has its turn.</summary>
    public IReadOnlyCollection<int> Missing =>
        [
            .. missing
                .Where(pair => pair.Value.MayBeAsked(clock))
                .OrderBy(pair => pair.Value.LastAsked)
                .ThenBy(pair => pair.Key)
                .Select(pair => pair.Key),
        ];

    public void Add(TopicPartition partition, bool isKey, int id)
    {
        if (states.ContainsKey(id))
            return;
        FramedSide side = sides.GetOrAdd((partition, isKey), key => new FramedSide(key.Partition, key.IsKey, clock));
        if (!side.IsLeftAlone && !side.IsUnknown(id) && states.TryAdd(id, State.Wanted))
        {
            side.Add();
            wanted[id] = side;
        }
    }

    /// <summary>Met in the archive: somebody noted it as missing.</summary>
    public void AddMissing(int id)
    {
        if (states.TryAdd(id, State.Missing))
            missing[id] = new MissingSchema(null);
    }

    public void NoteMissing(int id)
    {
        states[id] = State.Missing;
        if (wanted.TryRemove(id, out FramedSide? side))
            missing[id] = new MissingSchema(side);
    }

    /// <summary>The registry was asked for a missing one in vain.</summary>
    /// <returns>Whether that is to be reported: the first time that it refused this one.</returns>
    public bool NoteAsked(int id, bool isRefused) =>
        missing.TryGetValue(id, out MissingSchema? schema) && schema.NoteAsked(clock, isRefused);

    public void NoteStored(int id)
    {
        states[id] = State.Stored;
        Settle(id)?.NoteKnown(id);
    }

    /// <summary>The side that is left alone from now on; null for none.</summary>
    public FramedSide? NoteUnknown(int id)
    {
        FramedSide? side = Settle(id);
        bool isLeftAlone = side?.NoteUnknown(id) ?? false;

        // Of this partition alone: another's record with this id is asked for anew.
        states.TryRemove(id, out _);
        return isLeftAlone ? side : null;
    }

    private FramedSide? Settle(int id)
    {
        missing.TryRemove(id, out MissingSchema? noted);
        return wanted.TryRemove(id, out FramedSide? side) ? side : noted?.Side;
    }
}
