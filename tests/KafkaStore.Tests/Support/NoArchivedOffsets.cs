namespace KafkaStore.Tests.Support;

/// <summary>Nobody looks at them.</summary>
internal sealed class NoArchivedOffsets : IArchivedOffsets
{
    public Task CommitAsync(TopicPartition partition, long archivedNext, CancellationToken cancellationToken) => Task.CompletedTask;
}
