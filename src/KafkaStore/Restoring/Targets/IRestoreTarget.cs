using KafkaStore.Broker;

namespace KafkaStore.Restoring.Targets;

/// <summary>The cluster that records are put back into. Its failures are <see cref="BrokerUnavailableException"/>s.</summary>
public interface IRestoreTarget
{
    /// <summary>Its logs, to be read back.</summary>
    public IRecordLog Log { get; }

    /// <summary>How many partitions the topic has; null when there is no such topic. Asking makes none.</summary>
    public Task<int?> FindPartitionCountAsync(string topic, CancellationToken cancellationToken);

    /// <summary>The settings of a topic that is there; <see cref="TopicSettings.Unknown"/> where the cluster does not tell.</summary>
    public Task<TopicSettings> AskSettingsAsync(string topic, CancellationToken cancellationToken);

    /// <summary>What a new topic has of itself, and what the brokers take; empty where they don't tell.</summary>
    public Task<TopicSettings> AskDefaultsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes a topic with so many partitions and no others, and returns when it can be written to. One that was made meanwhile
    /// is left as it is, whatever it has.
    /// </summary>
    /// <param name="settings">By Kafka's names; all others are the cluster's.</param>
    /// <returns>Whether it was made by this.</returns>
    /// <exception cref="RestoreException">The cluster refuses, or makes no topics.</exception>
    public Task<bool> CreateTopicAsync(
        string topic,
        int partitions,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    );

    /// <summary>A writer of its own; the caller disposes it.</summary>
    public IRecordWriter OpenWriter(WriterLimits limits);
}
