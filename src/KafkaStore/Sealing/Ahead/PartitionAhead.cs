using KafkaStore.Archiving;
using KafkaStore.Deciding;
using KafkaStore.Staging;

namespace KafkaStore.Sealing.Ahead;

/// <summary>
/// One partition's segments, compressed while their records are accepted. It goes on from where a run of sealing left its open
/// segment, as long as records come in order; where anything else comes it drops all, and sealing reads what is staged.
/// </summary>
internal sealed class PartitionAhead(TopicPartition partition, StagingArea staging, ChunkMerge merge, SegmentBeginning beginning)
    : IDisposable
{
    private readonly Turns turns = new();
    private SegmentLine? line;
    private Offer? offered;
    private int version; // another line, or another offer

    /// <summary>When records last came, as <see cref="TimeProvider.GetTimestamp"/> says it.</summary>
    public long UsedAt { get; set; }

    /// <summary>Appends records while they are staged; returns once both are done.</summary>
    /// <param name="chunks">What they are staged as, once they are: before, no run of sealing gets to see what was appended.</param>
    /// <param name="records">Ascending by offset; copied.</param>
    public async Task AcceptedAsync(
        Task<IReadOnlyList<ChunkName>> chunks,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        if (offered is not null)
            await TakeUpAsync(records[0].Offset, cancellationToken);
        await turns.RunAsync(async () =>
        {
            bool isWhole = false;
            try
            {
                return isWhole = await TryAppendAsync(chunks, records, acceptedAt);
            }
            finally
            {
                if (!isWhole)
                    Drop();
            }
        });
    }

    /// <summary>Goes on from where sealing has come to, once the next records are accepted.</summary>
    /// <param name="segment">Its open segment; owned.</param>
    /// <param name="end">Up to where, exclusive, what is staged is in it or in the archive.</param>
    /// <param name="chunks">All that was staged there.</param>
    public Task OfferAsync(SegmentBuilder segment, long end, IReadOnlyList<ChunkName> chunks) =>
        turns.RunAsync(() =>
        {
            Drop();
            return offered = new Offer(segment, end, chunks);
        });

    /// <summary>Forgets everything; sealing reads what is staged.</summary>
    public Task ClearAsync() =>
        turns.RunAsync(() =>
        {
            Drop();
            return true;
        });

    /// <inheritdoc cref="SegmentLine.Take"/>
    public Task<CompleteSegment?> TakeAsync(IReadOnlyList<ChunkName> live, OffsetRange range, SegmentCut? cut) =>
        turns.RunAsync(() => line?.Take(live, range, cut));

    /// <summary>A run could not archive what it took.</summary>
    public Task PutBackAsync(CompleteSegment segment) =>
        turns.RunAsync(() =>
        {
            bool isBack = line?.TryPutBack(segment) == true;
            if (!isBack)
            {
                Drop();
                segment.Builder.Dispose();
            }

            return isBack;
        });

    /// <inheritdoc cref="SegmentLine.FindOpen"/>
    public Task<SegmentFigures?> FindOpenAsync(IReadOnlyList<ChunkName> live, OffsetRange range, SegmentCut? cut) =>
        turns.RunAsync(() => line?.FindOpen(live, range, cut));

    public void Dispose() => Drop();

    // False where what was appended before is nothing to go on from.
    private async Task<bool> TryAppendAsync(
        Task<IReadOnlyList<ChunkName>> chunks,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt
    )
    {
        if (line is not { IsFull: false } current)
            return true; // sealing reads them
        if (!current.IsNext(records[0].Offset))
            return current.HasAll(await chunks); // they were delivered again
        foreach (EncodedRecord record in records)
            await current.AppendAsync(new MergedRecord(record, acceptedAt));
        current.Staged(await chunks);
        current.Mark();
        return true;
    }

    // What was accepted since sealing listed what is staged is read back, once. Nobody waits for it but who accepts.
    private async Task TakeUpAsync(long until, CancellationToken cancellationToken)
    {
        (Offer? offer, int of) = await turns.RunAsync(() =>
        {
            Offer? taken = offered;
            offered = null;
            return (taken, version);
        });
        if (offer is null || await CatchUpAsync(offer, until, cancellationToken) is not { } fresh)
            return;
        await turns.RunAsync(() =>
        {
            if (of != version)
            {
                fresh.Dispose();
                return false;
            }

            version++;
            line = fresh;
            return true;
        });
    }

    // Null where what is staged there is nothing to go on from.
    private async Task<SegmentLine?> CatchUpAsync(Offer offer, long until, CancellationToken cancellationToken)
    {
        SegmentLine? fresh = new(offer.Segment, offer.End, record => beginning.Saw(partition, record), beginning.Begin);
        try
        {
            IReadOnlyList<ChunkName> listed = await staging.ListAsync(partition, cancellationToken);
            var missed = new OffsetRange(offer.End, until);
            ChunkName[] since = [.. listed.Where(chunk => chunk.MayHaveRecordsIn(missed))];
            if (offer.End > until || since.Any(chunk => chunk.Last >= until))
                return null;
            fresh.Staged(offer.Chunks);
            fresh.Staged(since);
            fresh.Mark();
            await foreach (MergedRecord merged in merge.ReadAsync(since, missed, cancellationToken))
                await fresh.AppendAsync(merged);
            fresh.Mark();
            SegmentLine whole = fresh;
            fresh = null;
            return whole;
        }
        catch (Exception e) when (e is DamagedChunkException or ChunkVanishedException or PartitionFaultException)
        {
            return null; // sealing meets it too, and deals with it
        }
        finally
        {
            fresh?.Dispose();
        }
    }

    private void Drop()
    {
        version++;
        line?.Dispose();
        line = null;
        offered?.Segment.Dispose();
        offered = null;
    }

    private sealed record Offer(SegmentBuilder Segment, long End, IReadOnlyList<ChunkName> Chunks);
}
