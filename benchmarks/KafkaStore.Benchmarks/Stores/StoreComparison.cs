namespace KafkaStore.Benchmarks.Stores;

/// <summary>All tasks against all stores, one process each, in turns so that a busy machine is busy for all of them.</summary>
internal static class StoreComparison
{
    public static async Task PrintAsync(string[] stores, string mebibytes, int runs)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {mebibytes} MiB, median of {runs} (lowest–highest)"
        );
        Console.WriteLine();
        Console.WriteLine("| store | task | MB/s | requests | peak above idle, MB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (StoreTask task in Enum.GetValues<StoreTask>())
        {
            Dictionary<string, List<Figures>> figures = stores.ToDictionary(store => store, _ => new List<Figures>());
            for (int run = 0; run < runs; run++)
            {
                foreach (string store in stores)
                    figures[store].Add(await MeasureAsync(task, store, mebibytes));
            }

            foreach (string store in stores)
                Console.WriteLine(Row(store.Split('?')[0], task, figures[store]));
        }
    }

    private static string Row(string store, StoreTask task, List<Figures> figures)
    {
        double[] speeds = [.. figures.Select(figure => figure.MegabytesPerSecond).Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {store} | {task.ToString().ToLowerInvariant()} | {speeds[speeds.Length / 2]:F0} ({speeds[0]:F0}–{speeds[^1]:F0}) | {figures.Max(figure => figure.Requests)} | {figures.Max(figure => figure.PeakBytes) / 1e6:F0} |"
        );
    }

    private static async Task<Figures> MeasureAsync(StoreTask task, string store, string mebibytes)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(StoreComparison).Assembly.Location);
        foreach (string argument in (string[])["store", task.ToString(), store, mebibytes])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Figures.Parse(output.Trim())
            : throw new InvalidOperationException($"Measuring {task} failed; see above.");
    }
}
