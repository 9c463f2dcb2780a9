namespace KafkaStore.Restoring.Plans;

/// <summary>How a restore goes about it.</summary>
public sealed record RestoreOptions
{
    /// <summary>A checkpoint is saved after so many records of one partition. Default: 200,000.</summary>
    public long CheckpointRecords { get; init; } = 200_000;

    /// <summary>A checkpoint is saved after so many bytes of keys, values and headers. Default: 64 MiB.</summary>
    public long CheckpointBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How long the ends of the target's partitions must stand still before an interrupted restore goes on, since what its
    /// predecessor had sent may still be on its way. Default: 5 s.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Writes in spite of what the survey finds, as far as that can be done. Default: no.</summary>
    public bool IgnoresSurvey { get; init; }

    /// <summary>Reads records before it begins where only they tell whether one is larger than the target takes. Default: yes.</summary>
    public bool ReadsSizes { get; init; } = true;
}
