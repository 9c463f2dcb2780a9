namespace KafkaStore.Estimating;

/// <summary>How much of the topics is read; of each partition all that there is where it has no more than its share.</summary>
public sealed record SampleSize
{
    /// <summary>Everything.</summary>
    public static SampleSize All { get; } = new();

    /// <summary>100,000 records, and no more than 256 MiB of them.</summary>
    public static SampleSize Default { get; } = OfRecords(100_000) with { MostBytes = 256L * 1024 * 1024 };

    /// <summary>Of all partitions together; null where another measure holds.</summary>
    public long? Records { get; private init; }

    /// <summary>Of each partition's offsets, above 0 and at most 1; null where another measure holds.</summary>
    public double? Share { get; private init; }

    /// <summary>Encoded bytes of all partitions together; null for no limit.</summary>
    public long? MostBytes { get; internal init; }

    public static SampleSize OfRecords(long records) => new() { Records = records };

    public static SampleSize OfShare(double share) => new() { Share = share };
}
