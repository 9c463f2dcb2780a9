namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Baselines in processes of their own.</summary>
internal static class BaselineRun
{
    /// <summary>On records of this size, which the baseline reads from a broker itself.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<IReadOnlyList<string>> SampleAsync(int recordBytes, string baseline, params string[] arguments)
    {
        await using var broker = LoadBroker.Start(Load.OfSize(1L << 30, 1, recordBytes));
        return (await MeasuredProcess.RunSelfAsync(["baseline", baseline, broker.Address, LoadBroker.Topic, .. arguments])).Lines;
    }

    /// <summary>The bare client reads the whole topic.</summary>
    /// <exception cref="MeasurementException">It got other than that.</exception>
    public static async Task<ProcessFigures> ConsumeAsync(LoadBroker broker)
    {
        Load load = broker.Load;
        ProcessFigures figures = await MeasuredProcess.RunSelfAsync(
            "baseline",
            "consume",
            broker.Address,
            LoadBroker.Topic,
            $"{load.Partitions}"
        );
        string line = string.Join(' ', figures.Lines);
        return line == $"{load.Records} {load.Records * load.RecordBytes}"
            ? figures
            : throw new MeasurementException($"The bare client should have read {load} and printed '{line}'.");
    }
}
