using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using KafkaStore.Hosting.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace KafkaStore.FunctionApp;

/// <summary>
/// Sends Azure Monitor what the alerts of <c>infra/</c> ask, into the table AppMetrics, and no more: there each measurement of each
/// partition would be a row that is paid for. The whole goes where <see cref="TelemetryExport"/> sends it.
/// </summary>
internal static class AzureMonitorMetrics
{
    /// <summary>The Functions host's own; so is the next.</summary>
    public const string ConnectionVariable = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary><c>ClientId=ID;Authorization=AAD</c>: with the app's identity, of several that of the id. Without it, by the key alone.</summary>
    public const string AuthenticationVariable = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    // The alerts' queries name these; those of all partitions are one row a minute, the others have rows when something is wrong.
    private static readonly HashSet<string> Asked =
    [
        "kafka_store.archive.lag",
        "kafka_store.archive.staged_age",
        "kafka_store.archive.faulted",
        "kafka_store.faults",
        "kafka_store.lost.offsets",
        "kafka_store.damaged.chunks",
    ];

    /// <summary>Begins to send, once a minute. The last is sent when it is asked to flush. Null where there is no Application Insights.</summary>
    /// <param name="variable">Finds a variable of the environment.</param>
    /// <exception cref="TelemetryEndpointException">A variable can't be used; one sentence.</exception>
    public static MeterProvider? Start(Func<string, string?> variable)
    {
        if (variable(ConnectionVariable) is not { Length: > 0 } connection)
            return null;
        ThrowIfUnusable(connection);
        return Build(connection, FindCredential(variable(AuthenticationVariable)));
    }

    private static void ThrowIfUnusable(string connection)
    {
        var variable = InsightsVariable.Parse(
            ConnectionVariable,
            connection,
            "InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://westeurope-1.in.applicationinsights.azure.com/, which the portal shows with the resource"
        );
        if (variable.Find("InstrumentationKey") is null)
            throw variable.Refused("it has no InstrumentationKey");
        if (variable.Find("IngestionEndpoint") is { } endpoint && !TelemetryExport.IsAddress(endpoint))
            throw variable.Refused("its IngestionEndpoint is no address");
    }

    private static MeterProvider Build(string connection, TokenCredential? credential) =>
        Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => TelemetryExport.Describe(resource))
            .AddMeter(TelemetryExport.Ours)
            .AddView(instrument => Asked.Contains(instrument.Name) ? null : MetricStreamConfiguration.Drop)
            .AddAzureMonitorMetricExporter(
                options =>
                {
                    options.ConnectionString = connection;
                    options.DisableOfflineStorage = true; // an instance's disk is gone with it
                },
                credential
            )
            .Build();

    private static ManagedIdentityCredential? FindCredential(string? authentication)
    {
        if (authentication is not { Length: > 0 })
            return null;
        var variable = InsightsVariable.Parse(AuthenticationVariable, authentication, "Authorization=AAD or ClientId=ID;Authorization=AAD");
        if (!string.Equals(variable.Find("Authorization"), "AAD", StringComparison.OrdinalIgnoreCase))
            throw variable.Refused("its Authorization is not AAD");
        return new ManagedIdentityCredential(
            variable.Find("ClientId") is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned
        );
    }
}
