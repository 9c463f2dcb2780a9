namespace KafkaStore.Cli.Live;

/// <summary>All that is shown at a moment.</summary>
/// <param name="Title">What is archived, and where to.</param>
/// <param name="Running">Since when.</param>
/// <param name="Rows">Partitions by name.</param>
/// <param name="Troubles">The worst first.</param>
internal sealed record LiveFrame(string Title, TimeSpan Running, IReadOnlyList<LiveRow> Rows, IReadOnlyList<LiveTrouble> Troubles)
{
    /// <summary>Accepted in this run.</summary>
    public long Records { get; init; }

    public double RecordsPerSecond { get; init; }

    /// <summary>Before compression.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Made in this run.</summary>
    public long Files { get; init; }

    /// <summary>What these take.</summary>
    public long FileBytes { get; init; }

    /// <summary>Of all partitions whose lag is known; null where none is.</summary>
    public long? Lag => Rows.Any(row => row.Lag is not null) ? Rows.Sum(row => row.Lag ?? 0) : null;
}
