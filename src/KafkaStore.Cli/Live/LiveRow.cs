namespace KafkaStore.Cli.Live;

/// <summary>A partition as it is shown. What nobody knows is null.</summary>
/// <param name="Archived">Up to where, exclusive.</param>
/// <param name="Accepted">Up to where, exclusive.</param>
/// <param name="Lag">Offsets that the brokers have and the archive has not.</param>
/// <param name="RecordsPerSecond">Accepted.</param>
internal sealed record LiveRow(
    TopicPartition Partition,
    LiveStanding Standing,
    long? Archived,
    long? Accepted,
    long? Lag,
    double RecordsPerSecond
)
{
    /// <summary>How long ago the open file's first record was accepted; null where none is open.</summary>
    public TimeSpan? OpenFor { get; init; }

    /// <summary>What the open file's records take before compression.</summary>
    public long? OpenBytes { get; init; }

    /// <summary>Base offset of the last file.</summary>
    public long? LastBase { get; init; }

    /// <summary>What the last file takes, and how long ago it was made; null where it was not made in this run.</summary>
    public (long Bytes, TimeSpan Ago)? LastMade { get; init; }

    /// <summary>Beside how it stands: the kind of fault, or how many offsets are lost.</summary>
    public string? Detail { get; init; }
}
