namespace KafkaStore.Functions.Settings;

/// <summary>How long the platform's history of orchestrations is kept. It is of no use to the archive: only people look into it.</summary>
public sealed record HistoryOptions
{
    /// <summary>Since the orchestration began; null keeps it for ever. Default: 7 days.</summary>
    public TimeSpan? Kept { get; init; } = TimeSpan.FromDays(7);
}
