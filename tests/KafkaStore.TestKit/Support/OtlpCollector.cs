namespace KafkaStore.Tests.Support;

/// <summary>Takes what OpenTelemetry sends by HTTP, and keeps it as it came.</summary>
public sealed class OtlpCollector : IDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> received = [];
    private readonly HttpReceiver receiver;

    public OtlpCollector() => receiver = new HttpReceiver(TakeAsync);

    public string Address => receiver.Address;

    /// <summary>What sends here, at the end and every half second.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        };

    /// <summary>All that came so far: protobuf, of which names and texts can be read.</summary>
    public string Metrics => Of("/v1/metrics");

    /// <inheritdoc cref="Metrics"/>
    public string Traces => Of("/v1/traces");

    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    public void Dispose() => receiver.Dispose();

    private string Of(string path) => string.Concat(received.Where(each => each.Path == path).Select(each => each.Body));

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
        context.Response.Close();
    }
}
