namespace KafkaStore.Benchmarks.Archiving;

internal static class PartTable
{
    public static Table Of(PartCosts parts)
    {
        var table = new Table($"alone, records of {parts.RecordBytes} B", "CPU-s a GB", "MB/s", "cores busy");
        foreach (Cost cost in parts.All)
            table.Add(cost.Name, $"{cost.CpuSecondsPerGB:F2}", $"{cost.MegabytesPerSecond:N0}", $"{cost.Cpu / cost.Wall:F2}");
        return table;
    }
}
