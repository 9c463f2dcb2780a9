using System.Globalization;

namespace KafkaStore.Reading;

/// <summary>Times as people write them: ISO 8601, or Unix milliseconds.</summary>
public static class TimeText
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>
    /// Reads <c>2026-03-01</c>, <c>2026-03-01T12:00:00.5+01:00</c>, UTC unless it says otherwise, or whole milliseconds since 1970.
    /// A time between two milliseconds counts as the later one, which divides timestamps in the same way.
    /// </summary>
    public static bool TryParse(string? text, out long unixMilliseconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unixMilliseconds))
            return true;

        // In a URL's query an offset's + is a space.
        string? time = text?.Replace(' ', '+');
        if (!DateTimeOffset.TryParseExact(
            time, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset parsed))
        {
            return false;
        }

        long ticks = parsed.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        unixMilliseconds = (long)Math.Ceiling(ticks / (decimal)TimeSpan.TicksPerMillisecond);
        return true;
    }

    /// <summary>ISO 8601 in UTC with milliseconds, or null for a timestamp that no calendar date has.</summary>
    public static string? Format(long unixMilliseconds) =>
        unixMilliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && unixMilliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : null;
}
