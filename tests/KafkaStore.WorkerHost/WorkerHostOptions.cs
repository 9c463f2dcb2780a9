namespace KafkaStore.Tests.FunctionsHost;

/// <summary>Which app to run, and on what.</summary>
/// <param name="WorkerFile">The function app's dll; its folder is the app's.</param>
/// <param name="StorageConnectionString">Where Durable Functions keep their queues and tables; needs blobs too.</param>
/// <param name="TaskHub">Names those queues and tables: letters and digits, another for each host of an account.</param>
public sealed record WorkerHostOptions(string WorkerFile, string StorageConnectionString, string TaskHub)
{
    /// <summary>The app's settings: environment variables of the worker process.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a worker may take to have loaded all functions.</summary>
    public TimeSpan StartPatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker that is told to end may take; then it is killed. The real host waits as long.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
