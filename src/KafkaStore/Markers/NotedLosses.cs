namespace KafkaStore.Markers;

/// <summary>The offsets of a partition that an archive has noted as lost.</summary>
internal static class NotedLosses
{
    /// <summary>A range a marker, ascending by first offset.</summary>
    public static async IAsyncEnumerable<OffsetRange> ListAsync(
        IObjectReader archive,
        TopicPartition partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.LostFolder(partition), null, cancellationToken))
        {
            if (MarkerName.TryParseLost(partition, entry.Name, out OffsetRange range))
                yield return range;
        }
    }
}
