using System.Runtime.InteropServices;

namespace KafkaStore.Benchmarks.Measuring;

/// <summary>Where it was measured, and how busy that was.</summary>
internal static class Machine
{
    public static int Cores => Environment.ProcessorCount;

    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Cores} cores ({Model()}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, load {Load()}"
        );

    /// <summary>Processes that wanted to run in the last minute, on average: beyond the cores, times of the clock say little.</summary>
    public static string Load() => First("/proc/loadavg").Split(' ')[0];

    private static string Model() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(": ")[1]
                ?? "unknown"
            : "unknown";

    private static string First(string path) => File.Exists(path) ? File.ReadLines(path).First() : "unknown";
}
