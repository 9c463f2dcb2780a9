using KafkaStore.Broker;

namespace KafkaStore.Restoring.Targets;

/// <summary>
/// Appends records to partitions, idempotently and in order within a partition: what was delivered is always a first part of
/// what was written. One caller at a time. After a failure it is of no more use.
/// </summary>
public interface IRecordWriter : IAsyncDisposable
{
    /// <summary>Queues one record with its timestamp, key, value and headers; its offset is given anew. Waits for room in the queue. Keeps none of the record's memory.</summary>
    /// <exception cref="BrokerUnavailableException">This or an earlier record could not be delivered.</exception>
    /// <exception cref="RecordRefusedException">This or an earlier record was refused.</exception>
    /// <exception cref="RestoreException">The target would not keep the record as it is.</exception>
    public ValueTask WriteAsync(TopicPartition partition, Record record, CancellationToken cancellationToken);

    /// <summary>Returns when everything written so far is acknowledged by all replicas in sync.</summary>
    /// <exception cref="BrokerUnavailableException">Some of it could not be delivered.</exception>
    /// <exception cref="RecordRefusedException">Some of it was refused.</exception>
    /// <exception cref="RestoreException">The target does not keep the records as they are.</exception>
    public Task FlushAsync(CancellationToken cancellationToken);

    /// <summary>Where the partition's records went that were delivered so far; null before the first, and where no offset was told.</summary>
    public DeliveredRange? Delivered(TopicPartition partition);
}

/// <summary>Where a writer's records lie in one partition.</summary>
/// <param name="First">The smallest offset.</param>
/// <param name="Next">Past the greatest offset.</param>
/// <param name="Records">How many there are, those of unknown offset too; fewer than offsets when records of others lie between them.</param>
public readonly record struct DeliveredRange(long First, long Next, long Records);
