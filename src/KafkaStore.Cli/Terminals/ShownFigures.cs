namespace KafkaStore.Cli.Terminals;

/// <summary>Figures as people read them at a glance, a few characters each.</summary>
internal static class ShownFigures
{
    private static readonly string[] SizeUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary><c>12,345</c>; nothing for null.</summary>
    public static string Count(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    /// <summary><c>1 file</c>, <c>12,345 files</c>.</summary>
    public static string Count(long number, string what) => $"{Count(number)} {what}{(number == 1 ? "" : "s")}";

    /// <summary><c>512 B</c>, <c>34.5 MiB</c>: with one decimal below a hundred.</summary>
    public static string Size(double bytes)
    {
        int unit = 0;
        for (; bytes >= 1023.5 && unit < SizeUnits.Length - 1; unit++)
            bytes /= 1024;
        string format = unit == 0 || bytes >= 99.95 ? "0" : "0.0";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {SizeUnits[unit]}";
    }

    /// <summary>A second's worth: <c>0.4</c>, <c>12,400</c>.</summary>
    public static string Rate(double perSecond) =>
        perSecond.ToString(perSecond is > 0 and < 9.95 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    /// <summary>The two largest units: <c>45 s</c>, <c>12 m 05 s</c>, <c>3 h 20 m</c>, <c>2 d 11 h</c>.</summary>
    public static string Time(TimeSpan time) =>
        time switch
        {
            { TotalSeconds: < 1 } => "0 s",
            { TotalMinutes: < 1 } => $"{time.Seconds} s",
            { TotalHours: < 1 } => $"{time.Minutes} m {time.Seconds:00} s",
            { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes:00} m",
            _ => $"{time.Days} d {time.Hours:00} h",
        };

    /// <summary>Cut in the middle, where it is longer: what follows the cut tells names apart.</summary>
    public static string Cut(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, (length - 1) / 2), "…", text.AsSpan(text.Length - (length / 2)));
}
