using System.Diagnostics.Metrics;
using KafkaStore.Mirroring;

namespace KafkaStore.Functions.Telemetry;

/// <summary>
/// How partitions stand, for whoever collects metrics: what the timer saw last. What it saw some minutes ago is told no more, since
/// another process may be the one that looks now.
/// </summary>
public sealed class PartitionGauges : IDisposable
{
    private static readonly TimeSpan Valid = TimeSpan.FromMinutes(3);

    private readonly Meter meter = new(Metrics.MeterName);
    private readonly TimeProvider clock;
    private volatile Seen? last;

    /// <param name="mirrors">Copies of the archive that this process fills.</param>
    public PartitionGauges(TimeProvider clock, IEnumerable<Mirror>? mirrors = null)
    {
        this.clock = clock;
        Add<long>(
            "kafka_store.partition.lag",
            "{offset}",
            "Offsets that the broker has, up to its read-committed end, and the archive has not.",
            each => each.ArchiveLag
        );
        Add<long>(
            "kafka_store.partition.accept_lag",
            "{offset}",
            "Offsets that the broker has, up to its read-committed end, and staging has not.",
            each => each.AcceptLag
        );
        Add<double>(
            "kafka_store.partition.lag_time",
            "s",
            "How long ago the oldest record that is not archived was written, by its timestamp; 0 where all is archived.",
            each => each.LagTime?.TotalSeconds
        );
        Add<long>(
            "kafka_store.partition.hole",
            "{partition}",
            "1 where offsets below what is staged are neither archived nor staged, and are being asked for; otherwise 0.",
            each => each.HasHole ? 1L : 0
        );
        Add<long>(
            "kafka_store.partition.retrying",
            "{partition}",
            "1 where the last file could not be written, which is tried again; otherwise 0.",
            each => each.IsRetrying ? 1L : 0
        );
        Add<long>(
            "kafka_store.staged.records",
            "{record}",
            "Records that are staged and not archived; an estimate.",
            each => each.StagedRecords
        );
        Add<long>(
            "kafka_store.staged.size",
            "By",
            "The same as they are encoded, before compression; an estimate.",
            each => each.StagedBytes
        );
        Add<double>(
            "kafka_store.staged.age",
            "s",
            "How long ago the oldest record that is staged and not archived was accepted; 0 without any.",
            each => each.StagedAge.TotalSeconds
        );
        AddOfAll(
            "kafka_store.archive.lag",
            "{offset}",
            "Offsets of all partitions that the broker has and the archive has not.",
            seen => seen.Figures.Sum(each => each.ArchiveLag)
        );
        AddOfAll(
            "kafka_store.archive.staged_age",
            "s",
            "The greatest kafka_store.staged.age of all partitions.",
            seen => seen.Figures.Max(each => each.StagedAge.TotalSeconds)
        );
        meter.CreateObservableGauge(
            "kafka_store.topic.generation",
            () => Current()?.Figures.Select(each => each.Partition.Topic).Distinct().Select(Generation) ?? [],
            "{generation}",
            "Which generation of the topic the brokers have: 0 until it is deleted and created again."
        );
        Mirror[] copies = [.. mirrors ?? []];
        meter.CreateObservableGauge(
            "kafka_store.mirror.lag",
            () => Current() is { } seen ? copies.SelectMany(mirror => Lag(mirror, seen)) : [],
            "{offset}",
            "Offsets that the archive has and the mirror has not."
        );
        meter.CreateObservableGauge(
            "kafka_store.archive.faulted",
            () => Current() is { } seen ? (Measurement<int>[])[new Measurement<int>(seen.Faulted.Count)] : [],
            "{partition}",
            "How many partitions seal nothing until somebody has looked at them."
        );
        meter.CreateObservableGauge(
            "kafka_store.partition.faulted",
            ObserveFaults,
            "{partition}",
            "1 for a partition that seals nothing until somebody has looked at it; otherwise 0."
        );
    }

    /// <summary>Takes the place of all that was seen before.</summary>
    /// <param name="figures">Of the partitions that the broker told of.</param>
    /// <param name="faulted">All that are, whether the broker tells of them or not.</param>
    internal void Show(IReadOnlyList<PartitionFigures> figures, IReadOnlySet<TopicPartition> faulted) =>
        last = new Seen(clock.GetTimestamp(), figures, faulted);

    public void Dispose() => meter.Dispose();

    private void Add<T>(string name, string unit, string description, Func<PartitionFigures, T?> figure)
        where T : struct => meter.CreateObservableGauge(name, () => Observe(figure), unit, description);

    // Nothing where the broker told of no partition: silence is what an alert notices.
    private void AddOfAll<T>(string name, string unit, string description, Func<Seen, T> figure)
        where T : struct =>
        meter.CreateObservableGauge(
            name,
            () => Current() is { Figures.Count: > 0 } seen ? (Measurement<T>[])[new Measurement<T>(figure(seen))] : [],
            unit,
            description
        );

    private IEnumerable<Measurement<T>> Observe<T>(Func<PartitionFigures, T?> figure)
        where T : struct
    {
        if (Current() is not { } seen)
            yield break;
        foreach (PartitionFigures each in seen.Figures)
        {
            if (figure(each) is { } value)
                yield return Measurement(value, each.Partition);
        }
    }

    private IEnumerable<Measurement<long>> ObserveFaults()
    {
        if (Current() is not { } seen)
            yield break;
        foreach (TopicPartition partition in seen.Figures.Select(each => each.Partition).Union(seen.Faulted))
            yield return Measurement(seen.Faulted.Contains(partition) ? 1L : 0, partition);
    }

    private static Measurement<long> Generation(string topic) =>
        TopicGeneration.TryParse(topic, out TopicGeneration generation)
            ? new Measurement<long>(generation.Number, new KeyValuePair<string, object?>("topic", generation.Topic))
            : new Measurement<long>(0, new KeyValuePair<string, object?>("topic", topic));

    // Nothing where this process has not looked at the mirror, since another fills it.
    private static IEnumerable<Measurement<long>> Lag(Mirror mirror, Seen seen)
    {
        long[] lags = [.. seen.Figures.Select(each => mirror.KnownLagOf(each.Partition, each.ArchivedNext)).OfType<long>()];
        return lags.Length == 0 ? [] : [new Measurement<long>(lags.Sum(), new KeyValuePair<string, object?>("mirror", mirror.DisplayName))];
    }

    private Seen? Current() => last is { } seen && clock.GetElapsedTime(seen.At) < Valid ? seen : null;

    private static Measurement<T> Measurement<T>(T value, TopicPartition partition)
        where T : struct => new(value, new("topic", partition.Topic), new("partition", partition.Partition));

    private sealed record Seen(long At, IReadOnlyList<PartitionFigures> Figures, IReadOnlySet<TopicPartition> Faulted);
}
