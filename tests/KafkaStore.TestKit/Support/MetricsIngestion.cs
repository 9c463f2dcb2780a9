using System.IO.Compression;

namespace KafkaStore.Tests.Support;

/// <summary>Takes what is sent to Azure Monitor, and keeps its metrics.</summary>
public sealed class MetricsIngestion : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value)> metrics = [];
    private readonly string address = $"http://127.0.0.1:{OtlpCollector.FreePort()}/";
    private readonly Task receiving;

    public MetricsIngestion()
    {
        listener.Prefixes.Add(address);
        listener.Start();
        receiving = ReceiveAsync();
    }

    /// <summary>Of an Application Insights whose data is sent here.</summary>
    public string ConnectionString => $"InstrumentationKey={Guid.Empty};IngestionEndpoint={address};LiveEndpoint={address}";

    /// <summary>In the order of their arrival.</summary>
    public IReadOnlyCollection<(string Name, double Value)> Metrics => metrics;

    public void Dispose()
    {
        listener.Stop();
        receiving.Wait(TimeSpan.FromSeconds(10));
        listener.Close();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
                await TakeAsync(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !listener.IsListening)
        {
            return; // stopped
        }
    }

    // Lines of JSON, each an item: https://learn.microsoft.com/en-us/rest/api/application-insights/
    private async Task TakeAsync(HttpListenerContext context)
    {
        HttpListenerRequest request = context.Request;
        await using Stream body =
            request.Headers["Content-Encoding"] == "gzip"
                ? new GZipStream(request.InputStream, CompressionMode.Decompress)
                : request.InputStream;
        using var reader = new StreamReader(body);
        string[] items = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (request.Url!.AbsolutePath.EndsWith("/track", StringComparison.Ordinal))
        {
            foreach (
                JsonNode data in items
                    .Select(item => JsonNode.Parse(item)!["data"]!)
                    .Where(data => (string?)data["baseType"] == "MetricData")
            )
            {
                foreach (JsonNode? metric in data["baseData"]!["metrics"]!.AsArray())
                    metrics.Enqueue(((string)metric!["name"]!, (double)metric["value"]!));
            }
        }

        byte[] answer = Encoding.UTF8.GetBytes($$"""{"itemsReceived":{{items.Length}},"itemsAccepted":{{items.Length}},"errors":[]}""");
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(answer);
        context.Response.Close();
    }
}
