using System.Diagnostics.Metrics;
using KafkaStore.Segments;
using KafkaStore.Telemetry;

namespace KafkaStore.Functions;

/// <summary>What archiving and reading measure, once a batch, an object, a seal or an answer; <c>docs/metrics.md</c> has every instrument.</summary>
internal static class Metrics
{
    /// <summary>Of the meter; the gauges of <see cref="Telemetry.PartitionGauges"/> have one of the same name.</summary>
    public const string MeterName = "KafkaStore.Functions";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> AcceptedRecords = Count(
        "kafka_store.accepted.records",
        "{record}",
        "Records that were staged; those that are delivered twice count twice."
    );

    private static readonly Counter<long> AcceptedSize = Count("kafka_store.accepted.size", "By", "The same, as they are encoded.");

    private static readonly Histogram<double> AcceptDuration = Meter.CreateHistogram(
        "kafka_store.accept.duration",
        "s",
        "Staging a batch, until its Kafka offsets may be committed.",
        tags: null,
        Bounds.RequestSeconds
    );

    private static readonly Counter<long> ArchivedRecords = Count(
        "kafka_store.archived.records",
        "{record}",
        "Records in archive objects that this process created."
    );

    private static readonly Counter<long> ArchivedSize = Count(
        "kafka_store.archived.size",
        "By",
        "Archive objects that this process created, as they are stored."
    );

    private static readonly Counter<long> SealedObjects = Count(
        "kafka_store.sealed.objects",
        "{object}",
        "Archive objects that this process created."
    );

    private static readonly Counter<long> AdoptedObjects = Count(
        "kafka_store.adopted.objects",
        "{object}",
        "Archive objects that existed already: another process, or this one before it was stopped, had created them."
    );

    private static readonly Histogram<long> ObjectSize = Meter.CreateHistogram(
        "kafka_store.object.size",
        "By",
        "Archive objects that this process created, as they are stored.",
        tags: null,
        Bounds.ObjectBytes
    );

    private static readonly Histogram<double> SealDuration = Meter.CreateHistogram(
        "kafka_store.seal.duration",
        "s",
        "A run of sealing, whether it created anything or not.",
        tags: null,
        Bounds.LongSeconds
    );

    private static readonly Counter<long> Retries = Count(
        "kafka_store.retries",
        "{retry}",
        "Steps that failed and are done again: batches that could not be staged, runs of sealing that could not finish."
    );

    private static readonly Counter<long> Faults = Count(
        "kafka_store.faults",
        "{fault}",
        "Partitions that became faulted, as this process saw it."
    );

    private static readonly Counter<long> LostOffsets = Count(
        "kafka_store.lost.offsets",
        "{offset}",
        "Offsets that the broker had deleted before they were accepted."
    );

    private static readonly Counter<long> DamagedChunks = Count(
        "kafka_store.damaged.chunks",
        "{chunk}",
        "Staged chunks that were damaged, and set aside."
    );

    private static readonly Counter<long> MirrorFailures = Count(
        "kafka_store.mirror.failures",
        "{failure}",
        "Times that a mirror could not be brought up to date."
    );

    private static readonly Counter<long> CatalogFailures = Count(
        "kafka_store.catalog.failures",
        "{failure}",
        "Times that the catalog began not to answer."
    );

    private static readonly Counter<long> ReadRecords = Count("kafka_store.read.records", "{record}", "Records that were sent over HTTP.");

    private static readonly Counter<long> ReadSize = Count(
        "kafka_store.read.size",
        "By",
        "The same in the answer's format, before the answer is compressed."
    );

    private static readonly Histogram<double> ReadDuration = Meter.CreateHistogram(
        "kafka_store.read.duration",
        "s",
        "An answer with records, from the request to its last byte.",
        tags: null,
        Bounds.LongSeconds
    );

    public static void Accepted(IEnumerable<BatchSummary> batch, TimeSpan took)
    {
        AcceptDuration.Record(took.TotalSeconds);
        foreach (BatchSummary each in batch)
        {
            AcceptedRecords.Add(each.Figures.Records, Topic(each.Partition), Partition(each.Partition));
            AcceptedSize.Add(each.Figures.Bytes, Topic(each.Partition), Partition(each.Partition));
        }
    }

    /// <summary>The whole batch is delivered again.</summary>
    public static void NotAccepted(Exception failure, TimeSpan took)
    {
        AcceptDuration.Record(took.TotalSeconds, Error(failure.GetType().Name));
        Retries.Add(1, Step("batch"));
    }

    public static void Archived(TopicPartition partition, long records, long bytes, RollReason reason)
    {
        ArchivedRecords.Add(records, Topic(partition), Partition(partition));
        ArchivedSize.Add(bytes, Topic(partition), Partition(partition));
        SealedObjects.Add(1, Topic(partition), Partition(partition), new("reason", reason.ToString()));
        ObjectSize.Record(bytes, Topic(partition));
    }

    public static void Adopted(TopicPartition partition) => AdoptedObjects.Add(1, Topic(partition), Partition(partition));

    /// <param name="fault">What it ended with; null where it went well.</param>
    public static void Sealed(TopicPartition partition, FaultKind? fault, TimeSpan took)
    {
        if (fault is { } kind)
            SealDuration.Record(took.TotalSeconds, Topic(partition), Error(kind.ToString()));
        else
            SealDuration.Record(took.TotalSeconds, Topic(partition));
    }

    /// <summary>It is tried again.</summary>
    public static void NotSealed(TopicPartition partition, Exception failure, TimeSpan took)
    {
        SealDuration.Record(took.TotalSeconds, Topic(partition), Error(failure.GetType().Name));
        Retries.Add(1, Step("seal"));
    }

    public static void Faulted(TopicPartition partition, FaultKind kind) =>
        Faults.Add(1, Topic(partition), Partition(partition), new("kind", kind.ToString()));

    public static void Lost(TopicPartition partition, OffsetRange range) =>
        LostOffsets.Add(range.To - range.From, Topic(partition), Partition(partition));

    public static void ChunkDamaged(TopicPartition partition) => DamagedChunks.Add(1, Topic(partition), Partition(partition));

    public static void MirrorFailed(string mirror) => MirrorFailures.Add(1, new KeyValuePair<string, object?>("mirror", mirror));

    public static void CatalogFailed() => CatalogFailures.Add(1);

    public static void Read(TopicPartition partition, string format, long records, long bytes, TimeSpan took)
    {
        ReadRecords.Add(records, Topic(partition), Format(format));
        ReadSize.Add(bytes, Topic(partition), Format(format));
        ReadDuration.Record(took.TotalSeconds, Format(format));
    }

    private static Counter<long> Count(string name, string unit, string description) => Meter.CreateCounter<long>(name, unit, description);

    private static KeyValuePair<string, object?> Topic(TopicPartition partition) => new("topic", partition.Topic);

    private static KeyValuePair<string, object?> Partition(TopicPartition partition) => new("partition", partition.Partition);

    private static KeyValuePair<string, object?> Error(string what) => new(RequestMeasure.ErrorType, what);

    private static KeyValuePair<string, object?> Step(string step) => new("step", step);

    private static KeyValuePair<string, object?> Format(string mediaType) => new("format", mediaType);
}
