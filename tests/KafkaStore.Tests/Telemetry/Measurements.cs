using System.Diagnostics.Metrics;

namespace KafkaStore.Tests.Telemetry;

/// <summary>What is measured while it lives, of all tests that run: a test looks at a topic of its own.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly ConcurrentQueue<Measured> seen = [];
    private readonly MeterListener listener;

    public Measurements()
    {
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name.StartsWith("KafkaStore"))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <param name="Attributes">As <c>key=value</c>, in order of the alphabet.</param>
    public sealed record Measured(string Name, double Value, IReadOnlyList<string> Attributes);

    public IReadOnlyCollection<Measured> All => seen;

    /// <summary>Sum of all that has these attributes among its own.</summary>
    public double Sum(string name, params string[] attributes) => Of(name, attributes).Sum(each => each.Value);

    /// <summary>Number of those.</summary>
    public int Count(string name, params string[] attributes) => Of(name, attributes).Count();

    /// <summary>What gauges say now, added to the rest.</summary>
    /// <returns>What the gauge of that name said last with these attributes; null where it said nothing.</returns>
    public double? Observe(string name, params string[] attributes)
    {
        seen.Clear();
        listener.RecordObservableInstruments();
        return Of(name, attributes).LastOrDefault()?.Value;
    }

    public void Dispose() => listener.Dispose();

    private IEnumerable<Measured> Of(string name, string[] attributes) =>
        seen.Where(each => each.Name == name && attributes.All(each.Attributes.Contains));

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var attributes = new List<string>();
        foreach ((string key, object? of) in tags)
            attributes.Add($"{key}={of}");
        seen.Enqueue(new Measured(instrument.Name, value, [.. attributes.Order(StringComparer.Ordinal)]));
    }
}
