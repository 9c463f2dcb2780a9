using KafkaStore.Broker;

namespace KafkaStore.Restoring.Targets;

/// <summary>The cluster that records are put back into. Its failures are <see cref="BrokerUnavailableException"/>s.</summary>
public interface IRestoreTarget
{
    /// <summary>Its logs, to be read back.</summary>
    public IRecordLog Log { get; }

    /// <summary>How many partitions the topic has; null when there is no such topic. Asking makes none.</summary>
    public Task<int?> FindPartitionCountAsync(string topic, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a topic with so many partitions and no others, and returns when it can be written to. One that was made meanwhile
    /// is left as it is, whatever it has.
    /// </summary>
    /// <exception cref="RestoreException">The cluster refuses, or makes no topics.</exception>
    public Task CreateTopicAsync(string topic, int partitions, CancellationToken cancellationToken);

    /// <summary>A writer of its own; the caller disposes it.</summary>
    public IRecordWriter OpenWriter();
}
