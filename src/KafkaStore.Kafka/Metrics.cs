using System.Diagnostics;
using System.Diagnostics.Metrics;
using KafkaStore.Telemetry;

namespace KafkaStore.Kafka;

/// <summary>What is measured of brokers; <c>docs/metrics.md</c> has every instrument.</summary>
internal static class Metrics
{
    private const string Name = "KafkaStore.Kafka";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Source = new(Name);

    private static readonly RequestMeasure Requests = new(
        Meter,
        Source,
        "kafka_store.broker.request.duration",
        "broker",
        "What is asked of the brokers beside the records: bounds, ids, names of topics, commits of how far the archive is."
    );

    /// <summary>Runs a request and measures it.</summary>
    /// <param name="operation">A word of few.</param>
    public static Task<T> AskAsync<T>(string operation, Func<Task<T>> request) =>
        Requests.RunAsync(operation, [new("operation", operation)], request);

    /// <inheritdoc cref="AskAsync{T}"/>
    public static Task AskAsync(string operation, Func<Task> request) =>
        Requests.RunAsync(operation, [new("operation", operation)], request);
}
