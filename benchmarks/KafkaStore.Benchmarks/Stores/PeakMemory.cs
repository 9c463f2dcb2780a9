namespace KafkaStore.Benchmarks.Stores;

/// <summary>The most resident memory that this process has above what it had at the start of watching.</summary>
internal sealed class PeakMemory
{
    private readonly long idleBytes;

    private PeakMemory(long idleBytes) => this.idleBytes = idleBytes;

    public static PeakMemory Watch()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // Linux forgets the peak so far; elsewhere it counts too.
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
        return new PeakMemory(OperatingSystem.IsLinux() ? Linux("VmRSS:") : Process.GetCurrentProcess().WorkingSet64);
    }

    public long AboveIdleBytes() =>
        (OperatingSystem.IsLinux() ? Linux("VmHWM:") : Process.GetCurrentProcess().PeakWorkingSet64) - idleBytes;

    private static long Linux(string line) =>
        long.Parse(
            File.ReadLines("/proc/self/status")
                .First(text => text.StartsWith(line, StringComparison.Ordinal))[line.Length..]
                .Replace("kB", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture
        ) * 1024;
}
