namespace KafkaStore.Staging;

/// <summary>What becomes a chunk each, where records are too many for one.</summary>
internal static class ChunkParts
{
    /// <summary>A chunk ends with the record that brings it to this, so that a reader can hold any chunk in memory.</summary>
    public const int MaximumBytes = 8 * 1024 * 1024;

    /// <param name="records">Ascending by offset.</param>
    public static IEnumerable<IReadOnlyList<EncodedRecord>> Of(IReadOnlyList<EncodedRecord> records)
    {
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < records.Count; i++)
        {
            bytes += records[i].Bytes.Length;
            if (bytes < MaximumBytes && i + 1 < records.Count)
                continue;
            yield return from == 0 && i + 1 == records.Count ? records : [.. records.Skip(from).Take(i + 1 - from)];
            from = i + 1;
            bytes = 0;
        }
    }
}
