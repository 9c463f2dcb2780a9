namespace KafkaStore.Records;

/// <summary>A contiguous range of offsets of one partition.</summary>
/// <param name="From">First offset, inclusive.</param>
/// <param name="To">End, exclusive.</param>
public readonly record struct OffsetRange(long From, long To)
{
    public long Length => To - From;

    public bool IsEmpty => To <= From;

    public bool Contains(long offset) => offset >= From && offset < To;

    public override string ToString() => $"[{From}, {To})";
}
