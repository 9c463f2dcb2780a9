using System.Globalization;

namespace KafkaStore.Cli.CommandLine;

/// <summary>A moment as people type it: ISO 8601, in UTC unless it says otherwise, or Unix milliseconds.</summary>
/// <param name="UnixMilliseconds">Since 1970-01-01T00:00:00Z.</param>
internal readonly record struct TimePoint(long UnixMilliseconds)
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyyMMdd'T'HHmmssK",
    ];

    /// <summary>False for anything else. Fractions of a millisecond are cut off.</summary>
    public static bool TryParse(string? text, out TimePoint point)
    {
        point = default;
        if (string.IsNullOrEmpty(text))
            return false;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long milliseconds))
        {
            point = new TimePoint(milliseconds);
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
            return false;
        point = new TimePoint(moment.ToUnixTimeMilliseconds());
        return true;
    }
}
