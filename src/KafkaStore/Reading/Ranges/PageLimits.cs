namespace KafkaStore.Reading.Ranges;

/// <summary>Where a page ends at the latest.</summary>
public sealed record PageLimits
{
    public static PageLimits Default { get; } = new();

    /// <summary>
    /// Records at most. Counted by offsets, since the block index knows no others: with holes among them, or with a time range,
    /// a page may have fewer although there is a next one.
    /// </summary>
    public long Records { get; init; } = long.MaxValue;

    /// <summary>Encoded and uncompressed, about; a block is never split for it. Default: 64 MiB.</summary>
    public long Bytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>Objects that are looked at, also those without wanted records. Default: 256.</summary>
    public int Objects { get; init; } = 256;
}
