namespace KafkaStore.Staging;

/// <summary>Merges small chunks once there are many, so that a slow partition does not list thousands of them at every run.</summary>
internal sealed class SmallChunks(StagingArea staging, ChunkMerge merge, int maximumCount, int deletedAtATime, TimeProvider clock)
{
    /// <summary>A chunk of more records than this is not small.</summary>
    private const int MaximumRecords = 5_000;

    /// <param name="partition">Whose chunks.</param>
    /// <param name="chunks">As listed.</param>
    /// <param name="checkpoint">All below it is archived.</param>
    /// <param name="acceptedUntil">What was accepted later stays as it is: a merged chunk is as old as its oldest part.</param>
    public async Task MergeAsync(
        TopicPartition partition,
        IReadOnlyList<ChunkName> chunks,
        long checkpoint,
        DateTimeOffset acceptedUntil,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<ChunkName> small = [.. chunks.Where(chunk => chunk.Last >= checkpoint && chunk.Count <= MaximumRecords)];
        if (small.Count <= maximumCount)
            return;
        if (acceptedUntil < DateTimeOffset.MaxValue)
            small = [.. small.Except(await staging.FindAcceptedAfterAsync(acceptedUntil, small, cancellationToken))];
        var kept = new HashSet<ChunkName>();
        await MergeRecordsAsync(partition, [.. small.Where(chunk => !chunk.IsProof)], kept, cancellationToken);
        await MergeProofsAsync(partition, [.. small.Where(chunk => chunk.IsProof)], kept, cancellationToken);

        // Only now that the merged ones are durable; one that is made of itself alone stays.
        await staging.DeleteAsync([.. small.Where(chunk => !kept.Contains(chunk))], deletedAtATime, cancellationToken);
    }

    private async Task MergeRecordsAsync(
        TopicPartition partition,
        ChunkName[] chunks,
        HashSet<ChunkName> kept,
        CancellationToken cancellationToken
    )
    {
        var group = new List<EncodedRecord>();
        DateTimeOffset acceptedAt = DateTimeOffset.MaxValue;
        long bytes = 0;
        await foreach (MergedRecord merged in merge.ReadAsync(chunks, new OffsetRange(0, long.MaxValue), cancellationToken))
        {
            group.Add(merged.Record);
            bytes += merged.Record.Bytes.Length;
            if (merged.AcceptedAt < acceptedAt)
                acceptedAt = merged.AcceptedAt;
            if (bytes < ChunkParts.MaximumBytes)
                continue;
            kept.UnionWith(await staging.RestageAsync(partition, group, acceptedAt, cancellationToken));
            group.Clear();
            bytes = 0;
            acceptedAt = DateTimeOffset.MaxValue;
        }

        if (group.Count > 0)
            kept.UnionWith(await staging.RestageAsync(partition, group, acceptedAt, cancellationToken));
    }

    private async Task MergeProofsAsync(
        TopicPartition partition,
        ChunkName[] proofs,
        HashSet<ChunkName> kept,
        CancellationToken cancellationToken
    )
    {
        var empty = new OffsetRangeSet();
        foreach (ChunkName proof in proofs)
            empty.AddAll((await staging.ReadOutlineAsync(proof, cancellationToken)).Absent);
        if (empty.Ranges.Count > 0)
            kept.Add(await staging.RestageProofAsync(partition, empty.Ranges, clock.GetUtcNow(), cancellationToken));
    }
}
