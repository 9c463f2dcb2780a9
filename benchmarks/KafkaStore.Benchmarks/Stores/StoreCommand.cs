namespace KafkaStore.Benchmarks.Stores;

/// <summary>MB/s, requests and memory of one object created, read and sealed, for each store that is named.</summary>
internal static class StoreCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        if (options.Words.Count == 0)
            throw new MeasurementException("name a store, local:DIR or a URL as in --azure-store-url; give a local one too, to compare.");
        await StoreComparison.PrintAsync([.. options.Words], options.Text("mebibytes", "256"), options.Number("runs", 3));
        return 0;
    }

    /// <summary>One measurement is a process of its own, so that the memory of one is not another's.</summary>
    public static async Task<int> MeasureAsync(string task, string place, string mebibytes)
    {
        long bytes = long.Parse(mebibytes, CultureInfo.InvariantCulture) * 1024 * 1024;
        Console.WriteLine(await Measurement.RunAsync(Enum.Parse<StoreTask>(task), place, bytes));
        return 0;
    }
}
