using KafkaStore.Hosting;
using KafkaStore.Storage;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Stores;

/// <summary>One task against one store, in this process.</summary>
internal static class Measurement
{
    private const string Name = "benchmark/000000/00000000000000000000";
    private const string WarmUpName = "benchmark/000000/warm-up";

    public static async Task<Figures> RunAsync(StoreTask task, string place, long bytes)
    {
        IStagingStore store = await OpenAsync(place);
        await store.DeleteAsync(Name, default);
        await WarmUpAsync(store);
        using SpoolFile spool = await SpooledBytes.WriteAsync(task == StoreTask.Seal ? 0 : bytes);
        var content = new SpooledBytes(spool);
        if (task == StoreTask.Read)
            await store.CreateAsync(Name, content, default);

        using var count = new HttpRequestCount();
        var memory = PeakMemory.Watch();
        long started = Stopwatch.GetTimestamp();
        long done = task switch
        {
            StoreTask.Create => await CreateAsync(store, content),
            StoreTask.Read => await ReadAsync(store, Name),
            _ => await SealedSegment.CreateAsync(store, bytes),
        };
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var figures = new Figures(done, seconds, count.Requests, memory.AboveIdleBytes());
        await store.DeleteAsync(Name, default);
        return figures;
    }

    private static Task<IStagingStore> OpenAsync(string place)
    {
        const string Local = "local:";
        return KafkaStore.Hosting.Stores.OpenStagingAsync(
            StoreLocation.Parse(place.StartsWith(Local, StringComparison.Ordinal) ? place[Local.Length..] : place),
            new StoreSettings
            {
                AzureConnectionString = Environment.GetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING"),
                S3EndpointUrl = Environment.GetEnvironmentVariable("S3_ENDPOINT_URL"),
            },
            default
        );
    }

    // Compiles the code and opens the connections, which is no part of what an object costs.
    private static async Task WarmUpAsync(IStagingStore store)
    {
        await store.DeleteAsync(WarmUpName, default);
        await store.CreateAsync(WarmUpName, ObjectContent.FromBytes(new byte[1024 * 1024]), default);
        await ReadAsync(store, WarmUpName);
        await store.DeleteAsync(WarmUpName, default);
    }

    private static async Task<long> CreateAsync(IStagingStore store, ObjectContent content) =>
        await store.CreateAsync(Name, content, default) == CreateOutcome.Created
            ? content.Length
            : throw new InvalidOperationException($"{store.DisplayName} has {Name} already. Delete it.");

    private static async Task<long> ReadAsync(IStagingStore store, string name)
    {
        byte[] piece = new byte[128 * 1024];
        await using Stream stream = await store.OpenReadAsync(name, 0, null, default);
        long bytes = 0;
        int read;
        while ((read = await stream.ReadAsync(piece)) > 0)
            bytes += read;
        return bytes;
    }
}
