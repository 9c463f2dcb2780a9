using System.Diagnostics.Metrics;
using KafkaStore.Storage.Local;

namespace KafkaStore.LocalHost.Looking;

/// <summary>What only this host knows of itself, as it is at the moment somebody collects it.</summary>
internal sealed class RunGauges : IDisposable
{
    private readonly Meter meter = new(Metrics.MeterName);
    private readonly Func<RunView> look;
    private readonly Lock turn = new();
    private RunView? latest;

    /// <param name="look">Takes no request.</param>
    /// <param name="disks">Of stores that are folders.</param>
    public RunGauges(Func<RunView> look, IEnumerable<StoreDisk> disks)
    {
        this.look = look;
        meter.CreateObservableGauge(
            "kafka_store.broker.outage_time",
            OfView(view => view.Outage?.Lasting.TotalSeconds ?? 0),
            "s",
            "For how long no broker has answered; 0 while one does."
        );
        meter.CreateObservableGauge(
            "kafka_store.accept.stalled_time",
            OfView(view => view.Holdup is { } holdup ? view.Since(holdup.Since).TotalSeconds : 0),
            "s",
            "For how long what was read could not be staged; 0 where it can."
        );
        meter.CreateObservableGauge(
            "kafka_store.partition.gaps",
            OfView(Gaps),
            "{gap}",
            "Gaps in the chain of objects that were found: an object is missing, and others follow."
        );
        meter.CreateObservableGauge(
            "kafka_store.disk.free",
            () => Free(disks),
            "By",
            "What is left of the disk of a store that is a folder."
        );
    }

    public void Dispose() => meter.Dispose();

    // All gauges of one collection look at one view: who has seen it already is asked by the next collection.
    private Func<T> OfView<T>(Func<RunView, T> measure)
    {
        RunView? seen = null;
        return () =>
        {
            lock (turn)
            {
                if (latest is null || ReferenceEquals(latest, seen))
                    latest = look();
                seen = latest;
                return measure(seen);
            }
        };
    }

    private static IEnumerable<Measurement<int>> Gaps(RunView view)
    {
        ILookup<TopicPartition, OffsetRange> gaps = view.Missing.ToLookup(each => each.First.Partition, each => each.Offsets);
        return view.Partitions.Select(each => new Measurement<int>(
            gaps[each.Partition].Count(),
            new("topic", each.Partition.Topic),
            new("partition", each.Partition.Partition)
        ));
    }

    private static IEnumerable<Measurement<long>> Free(IEnumerable<StoreDisk> disks)
    {
        foreach (StoreDisk disk in disks)
        {
            if (disk.Find() is { } room)
                yield return new Measurement<long>(room.FreeBytes, new KeyValuePair<string, object?>("store", disk.Store));
        }
    }
}
