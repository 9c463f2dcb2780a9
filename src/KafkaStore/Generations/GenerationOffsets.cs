using KafkaStore.Broker;

namespace KafkaStore.Generations;

/// <summary>Shows how far the archive of the generation is that the broker has, which is the only one that is committed.</summary>
public sealed class GenerationOffsets(IArchivedOffsets offsets) : IArchivedOffsets
{
    /// <inheritdoc/>
    public Task CommitAsync(TopicPartition partition, long archivedNext, CancellationToken cancellationToken) =>
        offsets.CommitAsync(KafkaTopic.Of(partition), archivedNext, cancellationToken);
}
