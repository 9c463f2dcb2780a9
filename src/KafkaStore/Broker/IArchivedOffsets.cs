namespace KafkaStore.Broker;

/// <summary>
/// Shows how far the archive is as the committed offset of a consumer group of its own, so that any tool that shows
/// consumer lag shows archive lag.
/// </summary>
public interface IArchivedOffsets
{
    /// <summary>Commits; best effort, a failure is reported by the implementation and never thrown.</summary>
    /// <param name="archivedNext">All below it is archived or proved empty.</param>
    public Task CommitAsync(TopicPartition partition, long archivedNext, CancellationToken cancellationToken);
}
