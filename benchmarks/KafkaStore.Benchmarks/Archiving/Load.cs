namespace KafkaStore.Benchmarks.Archiving;

/// <summary>A topic to be archived.</summary>
/// <param name="RecordBytes">Of each value; each key has 8.</param>
internal readonly record struct Load(int Partitions, int RecordBytes, long RecordsPerPartition)
{
    // A key, lengths, and where a record lies in its batch.
    private const int RecordOverhead = 16;

    public long Records => Partitions * RecordsPerPartition;

    /// <summary>At least so many bytes are on the wire when all of it was read once.</summary>
    public long SentBytes => Records * (RecordBytes + RecordOverhead);

    /// <summary>Of values, about so many bytes in all.</summary>
    public static Load OfSize(long bytes, int partitions, int recordBytes) =>
        new(partitions, recordBytes, Math.Max(1, bytes / partitions / recordBytes));

    /// <summary>One record: what it takes is starting.</summary>
    public Load Least => new(1, RecordBytes, 1);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Partitions} × {RecordsPerPartition:N0} × {RecordBytes:N0} B");
}
