using KafkaStore.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;

namespace KafkaStore.FunctionApp;

/// <summary>All that the worker sends of what it measures, to wherever the environment says.</summary>
internal sealed class WorkerTelemetry : IDisposable
{
    private const int SendsAtEndMilliseconds = 5_000;

    private readonly IDisposable? collector;
    private readonly MeterProvider? monitor;

    private WorkerTelemetry(Func<string, string?> variable)
    {
        collector = TelemetryExport.Start(variable, TelemetryExport.SourcesOfWorker);
        monitor = AzureMonitorMetrics.Start(variable);
    }

    /// <param name="variable">Finds a variable of the environment.</param>
    /// <inheritdoc cref="TelemetryExport.Start"/>
    public static WorkerTelemetry Start(Func<string, string?> variable) => new(variable);

    /// <summary>Sends the last before the host's parts are gone, which know how partitions stand.</summary>
    /// <returns>The host.</returns>
    public IHost SendAtEndOf(IHost host)
    {
        host.Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStopping.Register(() => monitor?.ForceFlush(SendsAtEndMilliseconds));
        return host;
    }

    public void Dispose()
    {
        monitor?.Dispose();
        collector?.Dispose();
    }
}
