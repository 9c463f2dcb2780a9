using System.Collections.Concurrent;
using KafkaStore.Records;

namespace KafkaStore.Schemas.Keeping;

/// <summary>
/// The keys or the values of one partition. Bytes that only look framed, such as big-endian numbers, would have the registry asked
/// for ids without end: a side of which it knows next to nothing is left alone. Of a partition and not of a topic, so that what one
/// producer writes into one partition hides no schema of another's.
/// </summary>
internal sealed class FramedSide(TopicPartition partition, bool isKey, TimeProvider clock)
{
    /// <summary>So many ids that the registry does not know, for each that it knows and one more.</summary>
    public const int UnknownAtMost = 100;

    /// <summary>Ids that are noted or waiting while not one of this side is known.</summary>
    public const int UndecidedAtMost = 1_000;

    /// <summary>An id may be given to a schema after somebody wrote it down.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<int, long> unknown = new();

    private int undecided;
    private int known;

    public TopicPartition Partition => partition;

    public string Name => isKey ? "key" : "value";

    public int Unknown => unknown.Count;

    public bool IsLeftAlone =>
        unknown.Count >= UnknownAtMost * (1 + Volatile.Read(ref known))
        || (Volatile.Read(ref known) == 0 && Volatile.Read(ref undecided) >= UndecidedAtMost);

    public bool IsUnknown(int id) => unknown.TryGetValue(id, out long asked) && clock.GetElapsedTime(asked) < AskAgainAfter;

    public void Add() => Interlocked.Increment(ref undecided);

    public void NoteKnown(int id)
    {
        Interlocked.Decrement(ref undecided);
        Interlocked.Increment(ref known);
        unknown.TryRemove(id, out _);
    }

    /// <summary>True when this is what it took to leave the side alone.</summary>
    public bool NoteUnknown(int id)
    {
        Interlocked.Decrement(ref undecided);
        bool wasLeftAlone = IsLeftAlone;
        unknown[id] = clock.GetTimestamp();
        return !wasLeftAlone && IsLeftAlone;
    }
}
