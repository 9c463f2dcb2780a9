using System.IO.Compression;

namespace KafkaStore.Tests.Support;

/// <summary>Takes what is sent to Azure Monitor, and keeps its metrics.</summary>
public sealed class MetricsIngestion : IDisposable
{
    private readonly ConcurrentQueue<(string Name, double Value)> metrics = [];
    private readonly HttpReceiver receiver;

    public MetricsIngestion() => receiver = new HttpReceiver(TakeAsync);

    /// <summary>Of an Application Insights whose data is sent here.</summary>
    public string ConnectionString =>
        $"InstrumentationKey={Guid.Empty};IngestionEndpoint={receiver.Address};LiveEndpoint={receiver.Address}";

    /// <summary>In the order of their arrival.</summary>
    public IReadOnlyCollection<(string Name, double Value)> Metrics => metrics;

    public void Dispose() => receiver.Dispose();

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
