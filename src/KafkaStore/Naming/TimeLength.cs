namespace KafkaStore.Naming;

/// <summary>A length of time as people write it: whole seconds, or a whole number with a unit, <c>90s</c>, <c>15m</c>, <c>8h</c>, <c>1d</c>.</summary>
public static class TimeLength
{
    // Timestamps are milliseconds in a long; a thousand years of seconds stay far from its end.
    private const long MostSeconds = 1000L * 366 * 24 * 3600;

    /// <summary>False for anything else, and for more than a thousand years.</summary>
    public static bool TryParse(string text, out TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(text);
        time = default;
        long unit = text.Length == 0 ? 0 : UnitOf(text[^1]);
        ReadOnlySpan<char> digits = unit > 0 ? text.AsSpan(0, text.Length - 1) : text;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return false;
        unit = Math.Max(unit, 1);
        if (number > MostSeconds / unit)
            return false;
        time = TimeSpan.FromSeconds(number * unit);
        return true;
    }

    private static long UnitOf(char letter) =>
        letter switch
        {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 24 * 3600,
            _ => 0,
        };
}
