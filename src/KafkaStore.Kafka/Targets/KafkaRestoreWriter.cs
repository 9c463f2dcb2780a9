using KafkaStore.Records;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Targets;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Kafka.Targets;

/// <summary>Writes restored records, refuses those that the client would alter, and notes where each went.</summary>
internal sealed class KafkaRestoreWriter : IRecordWriter
{
    private readonly KafkaRecordWriter writer;
    private readonly DeliveredOffsets offsets = new();

    // As long as the client's own default would be.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="limits">What it has to have room for.</param>
    /// <param name="patience">How long nothing may be acknowledged before it gives up. Default: 5 minutes.</param>
    public KafkaRestoreWriter(KafkaClientOptions options, ILogger logger, WriterLimits limits, TimeSpan? patience = null) =>
        writer = new KafkaRecordWriter(
            options,
            ClientConfiguration.ForRestore(options, limits),
            logger,
            Note,
            RefusedRecord.Translate,
            patience ?? Patience
        );

    public ValueTask WriteAsync(TopicPartition partition, Record record, CancellationToken cancellationToken)
    {
        // Such records are found before a restore begins; the client would take the 0 for no timestamp given, and put in the present time.
        if (record.Timestamp == 0)
        {
            throw new RestoreException(
                $"the record for {partition} that is archived at offset {record.Offset} has the timestamp 0 (1970-01-01), which the Kafka client can't write unaltered."
            );
        }

        return writer.WriteAsync(partition.Topic, partition.Partition, record, cancellationToken);
    }

    public Task FlushAsync(CancellationToken cancellationToken) => writer.FlushAsync(cancellationToken);

    public DeliveredRange? Delivered(TopicPartition partition) => offsets.Of(partition);

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    private void Note(DeliveryReport<byte[]?, byte[]?> report) =>
        offsets.Note(new TopicPartition(report.Topic, report.Partition.Value), report.Offset.Value);
}
