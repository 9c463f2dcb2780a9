namespace KafkaStore.Catalog;

/// <summary>Timestamps as a column of whole seconds from the year 1000 to 9999 has them.</summary>
public static class CatalogTime
{
    public static DateTime Minimum { get; } = new(1000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static DateTime Maximum { get; } = new(9999, 12, 31, 23, 59, 59, DateTimeKind.Utc);

    /// <param name="timestamp">Unix milliseconds; null for none, which gives 1970.</param>
    /// <returns>UTC, the second that the timestamp lies in, clamped.</returns>
    public static DateTime Of(long? timestamp)
    {
        long seconds = (long)Math.Floor((timestamp ?? 0) / 1000m);
        long least = new DateTimeOffset(Minimum).ToUnixTimeSeconds();
        long most = new DateTimeOffset(Maximum).ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, least, most)).UtcDateTime;
    }
}
