using System.Text.RegularExpressions;

namespace KafkaStore.Reading.Ranges;

/// <summary>Times as people write them: ISO 8601, or Unix milliseconds. The same on the command line and over HTTP.</summary>
public static partial class TimeText
{
    private static readonly string[] WithSeconds = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyyMMdd'T'HHmmssK"];

    private static readonly string[] Whole = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", .. WithSeconds];

    /// <summary>
    /// Reads <c>2026-03-01</c>, <c>2026-03-01T12:00:00.5+01:00</c>, UTC unless it says otherwise, or whole milliseconds since 1970.
    /// Seconds may have any number of decimals: a time between two milliseconds counts as the later one, which as a bound
    /// divides timestamps in the same way, since they are whole milliseconds.
    /// </summary>
    public static bool TryParse(string? text, out long unixMilliseconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out unixMilliseconds))
            return true;
        Match fraction = Fraction().Match(text ?? "");
        string? whole = fraction.Success ? fraction.Groups["whole"].Value + fraction.Groups["zone"].Value : text;
        if (
            !DateTimeOffset.TryParseExact(
                whole,
                fraction.Success ? WithSeconds : Whole,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out DateTimeOffset moment
            )
        )
        {
            return false;
        }

        unixMilliseconds = moment.ToUnixTimeMilliseconds() + MillisecondsUp(fraction.Groups["digits"].Value);
        return true;
    }

    /// <summary>ISO 8601 in UTC with milliseconds, or null for a timestamp that no calendar date has.</summary>
    public static string? Format(long unixMilliseconds) =>
        unixMilliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
        && unixMilliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset
                .FromUnixTimeMilliseconds(unixMilliseconds)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : null;

    private static int MillisecondsUp(string digits)
    {
        int milliseconds = int.Parse(digits.PadRight(3, '0').AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        return digits.AsSpan(Math.Min(3, digits.Length)).TrimEnd('0').IsEmpty ? milliseconds : milliseconds + 1;
    }

    [GeneratedRegex(@"^(?<whole>[^.,]*[0-9])[.,](?<digits>[0-9]+)(?<zone>Z|[+-][0-9:]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();
}
