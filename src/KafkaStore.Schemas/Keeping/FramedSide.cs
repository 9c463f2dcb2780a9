namespace KafkaStore.Schemas.Keeping;

/// <summary>
/// The keys or the values of one topic. Bytes that only look framed, such as big-endian numbers, would have the registry asked
/// for ids without end: a side of which it knows next to nothing is left alone.
/// </summary>
internal sealed class FramedSide(string topic, bool isKey)
{
    /// <summary>So many ids that the registry does not know, for each that it knows and one more.</summary>
    public const int UnknownAtMost = 100;

    /// <summary>Ids that are noted or waiting while not one of this side is known.</summary>
    public const int UndecidedAtMost = 1_000;

    private int undecided;
    private int known;
    private int unknown;

    public string Topic => topic;

    public string Name => isKey ? "key" : "value";

    public int Unknown => Volatile.Read(ref unknown);

    public bool IsLeftAlone =>
        Volatile.Read(ref unknown) >= UnknownAtMost * (1 + Volatile.Read(ref known))
        || (Volatile.Read(ref known) == 0 && Volatile.Read(ref undecided) >= UndecidedAtMost);

    public void Add() => Interlocked.Increment(ref undecided);

    /// <summary>True when this is what it took to leave the side alone.</summary>
    public bool Decide(bool isKnown)
    {
        Interlocked.Decrement(ref undecided);
        if (isKnown)
        {
            Interlocked.Increment(ref known);
            return false;
        }

        return Interlocked.Increment(ref unknown) == UnknownAtMost * (1 + Volatile.Read(ref known));
    }
}
