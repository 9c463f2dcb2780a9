namespace KafkaStore.Cli.Live;

/// <summary>What this process has done to a partition since somebody looks; counted from any thread.</summary>
internal sealed class PartitionCounts
{
    private long acceptedRecords;
    private long acceptedBytes;
    private long archivedBytes;
    private long objects;
    private long lost;
    private volatile LastObject? last;

    public long AcceptedRecords => Interlocked.Read(ref acceptedRecords);

    public long AcceptedBytes => Interlocked.Read(ref acceptedBytes);

    /// <summary>As they are stored.</summary>
    public long ArchivedBytes => Interlocked.Read(ref archivedBytes);

    public long Objects => Interlocked.Read(ref objects);

    /// <summary>Offsets that the brokers had deleted before they were accepted.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Null before the first.</summary>
    public LastObject? Last => last;

    public void AddAcceptedRecords(long records) => Interlocked.Add(ref acceptedRecords, records);

    public void AddAcceptedBytes(long bytes) => Interlocked.Add(ref acceptedBytes, bytes);

    /// <summary>An object was created.</summary>
    public void AddObject(long bytes, DateTimeOffset at)
    {
        Interlocked.Increment(ref objects);
        Interlocked.Add(ref archivedBytes, bytes);
        last = new LastObject(at, bytes);
    }

    public void AddLost(long offsets) => Interlocked.Add(ref lost, offsets);

    /// <param name="At">When it was created.</param>
    /// <param name="Bytes">As it is stored.</param>
    internal sealed record LastObject(DateTimeOffset At, long Bytes);
}
