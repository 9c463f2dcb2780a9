namespace KafkaStore.Benchmarks.Archiving;

/// <summary>Consuming with kcat, where it is installed.</summary>
internal static class Kcat
{
    /// <summary>The whole topic; null where there is no kcat.</summary>
    public static async Task<ProcessFigures?> ConsumeAsync(LoadBroker broker)
    {
        if (!IsInstalled())
            return null;
        ProcessFigures figures = await MeasuredProcess.RunAsync(
            "kcat",
            [
                "-C",
                "-e",
                "-q",
                "-b",
                broker.Address,
                "-t",
                LoadBroker.Topic,
                "-o",
                "beginning",
                "-X",
                "queued.min.messages=1000000",
                "-f",
                ".\\n",
            ]
        );
        return figures.Lines.Count == broker.Load.Records
            ? figures
            : throw new MeasurementException($"kcat read {figures.Lines.Count} of {broker.Load.Records} records.");
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kcat")));
}
