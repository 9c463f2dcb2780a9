namespace KafkaStore.Tests.Support;

/// <summary>Takes what OpenTelemetry sends by HTTP, and keeps it as it came.</summary>
public sealed class OtlpCollector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, string Body)> received = [];
    private readonly Task receiving;

    public OtlpCollector()
    {
        Address = $"http://127.0.0.1:{FreePort()}/";
        listener.Prefixes.Add(Address);
        listener.Start();
        receiving = ReceiveAsync();
    }

    public string Address { get; }

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

    public void Dispose()
    {
        listener.Stop();
        receiving.Wait(TimeSpan.FromSeconds(10));
        listener.Close();
    }

    private string Of(string path) => string.Concat(received.Where(each => each.Path == path).Select(each => each.Body));

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !listener.IsListening)
        {
            return; // stopped
        }
    }
}
