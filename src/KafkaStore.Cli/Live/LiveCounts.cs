using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace KafkaStore.Cli.Live;

/// <summary>
/// Listens to the instruments of archiving (<c>docs/metrics.md</c>), which count once a batch and an object. Where nobody listens they
/// count nothing.
/// </summary>
internal sealed class LiveCounts : IDisposable
{
    private static readonly Dictionary<string, Action<PartitionCounts, long, DateTimeOffset>> Instruments = new(StringComparer.Ordinal)
    {
        ["kafka_store.accepted.records"] = (counts, records, _) => counts.AddAcceptedRecords(records),
        ["kafka_store.accepted.size"] = (counts, bytes, _) => counts.AddAcceptedBytes(bytes),
        ["kafka_store.archived.size"] = (counts, bytes, now) => counts.AddObject(bytes, now),
        ["kafka_store.lost.offsets"] = (counts, offsets, _) => counts.AddLost(offsets),
    };

    private readonly ConcurrentDictionary<TopicPartition, PartitionCounts> partitions = new();
    private readonly MeterListener listener = new();
    private readonly TimeProvider clock;

    public LiveCounts(TimeProvider clock)
    {
        this.clock = clock;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (Instruments.TryGetValue(instrument.Name, out Action<PartitionCounts, long, DateTimeOffset>? add))
                listening.EnableMeasurementEvents(instrument, add);
        };
        listener.SetMeasurementEventCallback<long>(Count);
        listener.Start();
    }

    /// <summary>Null where nothing was counted of it.</summary>
    public PartitionCounts? Of(TopicPartition partition) => partitions.GetValueOrDefault(partition);

    /// <summary>Of all partitions, those too that are not looked after any more.</summary>
    public IEnumerable<PartitionCounts> All => partitions.Values;

    public void Dispose() => listener.Dispose();

    private void Count(Instrument instrument, long measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        string topic = "";
        int partition = 0;
        foreach ((string key, object? value) in tags)
        {
            if (key == "topic")
                topic = (string)value!;
            else if (key == "partition")
                partition = (int)value!;
        }

        PartitionCounts counts = partitions.GetOrAdd(new TopicPartition(topic, partition), static _ => new PartitionCounts());
        ((Action<PartitionCounts, long, DateTimeOffset>)state!)(counts, measurement, clock.GetUtcNow());
    }
}
