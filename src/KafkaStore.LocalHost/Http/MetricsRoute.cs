using KafkaStore.Hosting.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace KafkaStore.LocalHost.Http;

/// <summary>What the process measures, as Prometheus reads it.</summary>
internal sealed class MetricsRoute : IDisposable
{
    private const string Path = "/metrics";

    // Measures only what is measured from here on, so it begins with the server and not with the first who asks.
    private readonly MeterProvider metrics = Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => TelemetryExport.Describe(resource))
        .AddMeter(TelemetryExport.Ours)
        .AddPrometheusExporter()
        .Build();

    /// <param name="token">Whoever asks has to know it: names of topics are nobody else's.</param>
    public void Map(WebApplication app, HttpToken token) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            metrics,
            IsAsked,
            path: null,
            branch => branch.Use((context, next) => token.IsIn(context.Request) ? next(context) : HttpToken.RefuseAsync(context)),
            optionsName: null
        );

    public void Dispose() => metrics.Dispose();

    private static bool IsAsked(HttpContext context) => context.Request.Path == Path && HttpMethods.IsGet(context.Request.Method);
}
