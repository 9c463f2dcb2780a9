namespace KafkaStore.Benchmarks.Measuring;

/// <summary>What /proc says of a process that runs. Zero where it has ended.</summary>
internal static class LiveProcess
{
    private const long TicksPerSecond = 100; // of the kernel's interface, whatever its own clock
    private const int UserTime = 11;
    private const int SystemTime = 12;

    public static TimeSpan ProcessorTime(int id)
    {
        if (Read($"/proc/{id}/stat") is not { Length: > 0 } text)
            return TimeSpan.Zero;
        // Fields after the name, which may have any character in it but ends with the last bracket.
        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((double)(Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond);
    }

    /// <summary>Resident memory at its highest until now.</summary>
    public static long PeakBytes(int id) =>
        Read($"/proc/{id}/status")
            .Split('\n')
            .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => Number(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal)) * 1024)
            .FirstOrDefault();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }
}
