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
    private readonly SemaphoreSlim turn = new(1, 1);
    private SegmentLine? line;
    private Offer? offered;
    private int version; // another line, or another offer

    /// <summary>When records last came, as <see cref="TimeProvider.GetTimestamp"/> says it.</summary>
    public long UsedAt { get; set; }

    /// <summary>Appends records that have just been staged.</summary>
    /// <param name="chunks">What they were staged as.</param>
    /// <param name="records">Ascending by offset; copied.</param>
    public async Task AcceptedAsync(
        IReadOnlyList<ChunkName> chunks,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        if (offered is not null)
            await TakeUpAsync(records[0].Offset, cancellationToken);
        await turn.WaitAsync(cancellationToken);
        bool isWhole = false;
        try
        {
            // Sealing reads them, or they were delivered again.
            isWhole = line is null || line.IsFull || line.HasAll(chunks);
            if (isWhole || !line!.IsNext(records[0].Offset))
                return;
            line.Staged(chunks);
            foreach (EncodedRecord record in records)
                await line.AppendAsync(new MergedRecord(record, acceptedAt));
            line.Mark();
            isWhole = true;
        }
        finally
        {
            if (!isWhole)
                Drop();
            turn.Release();
        }
    }

    /// <summary>Goes on from where sealing has come to, once the next records are accepted.</summary>
    /// <param name="segment">Its open segment; owned.</param>
    /// <param name="end">Up to where, exclusive, what is staged is in it or in the archive.</param>
    /// <param name="chunks">All that was staged there.</param>
    public Task OfferAsync(SegmentBuilder segment, long end, IReadOnlyList<ChunkName> chunks, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                Drop();
                return offered = new Offer(segment, end, chunks);
            },
            cancellationToken
        );

    /// <summary>Forgets everything; sealing reads what is staged.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
            {
                Drop();
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc cref="SegmentLine.Take"/>
    public Task<CompleteSegment?> TakeAsync(
        IReadOnlyList<ChunkName> live,
        OffsetRange range,
        SegmentCut? cut,
        CancellationToken cancellationToken
    ) => InTurnAsync(() => line?.Take(live, range, cut), cancellationToken);

    /// <summary>A run could not archive what it took.</summary>
    public Task PutBackAsync(CompleteSegment segment) =>
        InTurnAsync(
            () =>
            {
                bool isBack = line?.TryPutBack(segment) == true;
                if (!isBack)
                {
                    Drop();
                    segment.Builder.Dispose();
                }

                return isBack;
            },
            CancellationToken.None
        );

    /// <inheritdoc cref="SegmentLine.FindOpen"/>
    public Task<SegmentFigures?> FindOpenAsync(
        IReadOnlyList<ChunkName> live,
        OffsetRange range,
        SegmentCut? cut,
        CancellationToken cancellationToken
    ) => InTurnAsync(() => line?.FindOpen(live, range, cut), cancellationToken);

    public void Dispose()
    {
        Drop();
        turn.Dispose();
    }

    // What was accepted since sealing listed what is staged is read back, once. Nobody waits for it but who accepts.
    private async Task TakeUpAsync(long until, CancellationToken cancellationToken)
    {
        (Offer? offer, int of) = await InTurnAsync(
            () =>
            {
                Offer? taken = offered;
                offered = null;
                return (taken, version);
            },
            cancellationToken
        );
        if (offer is null || await CatchUpAsync(offer, until, cancellationToken) is not { } fresh)
            return;
        await InTurnAsync(
            () =>
            {
                if (of != version)
                {
                    fresh.Dispose();
                    return false;
                }

                version++;
                line = fresh;
                return true;
            },
            CancellationToken.None
        );
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

    private async Task<T> InTurnAsync<T>(Func<T> act, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return act();
        }
        finally
        {
            turn.Release();
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
