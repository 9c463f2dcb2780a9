using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KafkaStore.Hosting.Telemetry;

/// <summary>
/// Sends metrics and traces by OpenTelemetry's protocol, where its standard variables say where to. Nothing of OpenTelemetry is loaded
/// where they don't.
/// </summary>
public static class TelemetryExport
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Meters and sources of this product begin with it.</summary>
    public const string Ours = "KafkaStore*";

    /// <summary>Spans of the Functions worker and of Durable Functions, which those of this product lie in.</summary>
    public static IReadOnlyList<string> SourcesOfWorker { get; } = ["Microsoft.Azure.Functions.Worker", "Microsoft.DurableTask"];

    private const string ServiceName = "kafka-store";

    /// <summary>Begins to send, and goes on until it is disposed, which sends the last. Null where nothing is to be sent.</summary>
    /// <param name="variable">Finds a variable of the environment.</param>
    /// <param name="sources">Whose spans are sent beside this product's; null for nobody's.</param>
    /// <exception cref="TelemetryEndpointException">The endpoint is not the URL of a server; one sentence.</exception>
    public static IDisposable? Start(Func<string, string?> variable, IReadOnlyList<string>? sources = null)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (variable(EndpointVariable) is not { Length: > 0 } endpoint)
            return null;
        if (!IsAddress(endpoint))
        {
            throw new TelemetryEndpointException(
                $"{EndpointVariable} is '{endpoint}' and has to be the address of a collector, as in http://localhost:4317."
            );
        }

        return new Providers(
            withMetrics: variable("OTEL_METRICS_EXPORTER") != "none",
            withTraces: variable("OTEL_TRACES_EXPORTER") != "none",
            sources ?? []
        );
    }

    /// <summary>Whether something can be sent there: the URL of a server.</summary>
    public static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is ("http" or "https");

    /// <summary>What the process is called: the standard variables have the last word.</summary>
    public static ResourceBuilder Describe(ResourceBuilder resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return resource
            .Clear()
            .AddService(ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3))
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
    }

    private sealed class Providers : IDisposable
    {
        private readonly MeterProvider? metrics;
        private readonly TracerProvider? traces;

        public Providers(bool withMetrics, bool withTraces, IReadOnlyList<string> sources)
        {
            if (withMetrics)
            {
                metrics = Sdk.CreateMeterProviderBuilder()
                    .ConfigureResource(resource => Describe(resource))
                    .AddMeter(Ours)
                    .AddOtlpExporter()
                    .Build();
            }

            if (withTraces)
            {
                traces = Sdk.CreateTracerProviderBuilder()
                    .ConfigureResource(resource => Describe(resource))
                    .AddSource([Ours, .. sources])
                    .AddOtlpExporter()
                    .Build();
            }
        }

        public void Dispose()
        {
            traces?.Dispose();
            metrics?.Dispose();
        }
    }
}
