namespace KafkaStore.Estimating;

/// <summary>A month of 30 days that is like the time in which the records came that were read.</summary>
/// <param name="Records">How many come.</param>
/// <param name="RecordBytes">Encoded, before compression.</param>
/// <param name="Objects">What they become.</param>
public sealed record MonthForecast(double Records, double RecordBytes, ObjectSizes Objects)
{
    public static readonly TimeSpan Length = TimeSpan.FromDays(30);

    /// <summary>The most encoded bytes that wait for their object at a time.</summary>
    public double MostStagedBytes { get; init; }

    /// <summary>How many wait on average.</summary>
    public double MeanStagedBytes { get; init; }

    /// <summary>The longest that a record waits.</summary>
    public TimeSpan LongestStaged { get; init; }

    public double RecordsPerSecond => Records / Length.TotalSeconds;

    public double BytesPerSecond => RecordBytes / Length.TotalSeconds;
}
