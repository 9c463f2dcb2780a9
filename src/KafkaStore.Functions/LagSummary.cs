namespace KafkaStore.Functions;

/// <summary>
/// One line a minute over all partitions, which the alerts on archive lag, on the age of staged data and on an archiver
/// that has fallen silent read.
/// </summary>
internal sealed class LagSummary(DateTimeOffset now)
{
    private int partitions;
    private long archiveLag;
    private long acceptLag;
    private long furthestBehind = -1;
    private string furthest = "none";
    private TimeSpan stagedAge;
    private string oldest = "none";

    /// <param name="archiveLagOffsets">Number of offsets that the broker has and the archive has not.</param>
    /// <param name="acceptLagOffsets">Number of offsets that the broker has and staging has not.</param>
    /// <param name="state">What is remembered of it.</param>
    public void Add(TopicPartition partition, long archiveLagOffsets, long acceptLagOffsets, PartitionState? state)
    {
        partitions++;
        archiveLag += archiveLagOffsets;
        acceptLag += acceptLagOffsets;
        if (archiveLagOffsets > Math.Max(0, furthestBehind))
            (furthestBehind, furthest) = (archiveLagOffsets, partition.ToString());
        if (state is { HasOpenRecords: true, Open.FirstAcceptedAt: { } accepted } && now - accepted > stagedAge)
            (stagedAge, oldest) = (now - accepted, partition.ToString());
    }

    /// <summary>Nothing where the broker told of no partition: its silence is what an alert notices.</summary>
    public void Write(ILogger logger)
    {
        if (partitions > 0)
            Log.LagSummary(logger, partitions, archiveLag, furthest, acceptLag, (long)stagedAge.TotalSeconds, oldest);
    }
}
