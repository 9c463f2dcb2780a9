using System.Diagnostics.Metrics;

namespace KafkaStore.Benchmarks.Stores;

/// <summary>Counts what .NET's HTTP client sends, whichever adapter sends it.</summary>
internal sealed class HttpRequestCount : IDisposable
{
    private readonly MeterListener listener = new();
    private long requests;

    public HttpRequestCount()
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "System.Net.Http" && instrument.Name == "http.client.request.duration")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref requests));
        listener.Start();
    }

    public long Requests => Interlocked.Read(ref requests);

    public void Dispose() => listener.Dispose();
}
