using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Deciding;
using KafkaStore.Sealing.Archived;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>One run of sealing one partition: archive, staged chunks, holes, policy, objects, and last the spent chunks.</summary>
internal sealed class SealRun(SealingParts parts, SealRequest request)
{
    // Each turn but the last follows a change that another run made, or that this one made on purpose.
    private const int MaximumTurns = 100;

    private readonly TopicPartition partition = request.Partition;
    private readonly long started = parts.Clock.GetTimestamp();
    private readonly MetDamage met = new(parts.Staging, parts.Report, request.Partition);
    private readonly OpenHoles open = new(parts, request.Partition);

    // Where the archive ended when a chunk was first listed: what it has past that, this run seals or compares itself.
    private Dictionary<ChunkName, long> checkedFrom = [];
    private int closed;

    public async Task<SealOutcome> ExecuteAsync(CancellationToken cancellationToken)
    {
        ArchivePosition position = await parts.Tail.LocateAsync(partition, request.Checkpoint, request.LastBase, cancellationToken);
        if (request.Shrunk is { } view)
            await EnsureReachesAsync(view, position, cancellationToken);
        checkedFrom = parts.Checked.Recall(partition, position.Checkpoint);
        for (int turn = 0; turn < MaximumTurns; turn++)
        {
            try
            {
                (ArchivePosition reached, SealOutcome? outcome) = await TurnAsync(position, cancellationToken);
                position = reached;
                if (outcome is not null)
                    return outcome;
            }
            catch (ChunkVanishedException)
            {
                // Another run sealed and deleted it: what it sealed is in the archive by now.
            }
            catch (DamagedChunkException damaged)
            {
                await met.SetAsideAsync(damaged, cancellationToken);
            }
        }

        throw new Storage.StorageUnavailableException(
            $"The staged chunks of {partition} keep changing while they are sealed; the next run goes on."
        );
    }

    // Asked once more before it is held against the topic: the same view may have come twice, and may be of another topic.
    private async Task EnsureReachesAsync(BrokerView view, ArchivePosition position, CancellationToken cancellationToken)
    {
        if (await parts.Log.FindBoundsAsync(partition, cancellationToken) is not { } now || now.End >= view.AcceptedBefore)
            return;
        DateTimeOffset seenAt = parts.Clock.GetUtcNow();
        var confirmation = new Confirmation(parts, position, await parts.Identity.AskAsync(position, cancellationToken));
        if (confirmation.HasNoLog)
            return;
        await confirmation.EnsureAsync(seenAt, 0, mayWait: true, cancellationToken);
        throw PartitionFaults.LogShrunk(view with { Start = now.Start, End = now.End });
    }

    // Asked twice, a settling time apart: a broker that has just been elected may not know better yet. True where it seemed so and
    // is not.
    private async Task<bool> FaultIfBeyondLogAsync(ArchivePosition position, long stagedEnd, CancellationToken cancellationToken)
    {
        if (await parts.Unsigned.FindEndBelowAsync(partition, stagedEnd, cancellationToken) is not { } now)
            return false;
        await Task.Delay(parts.Options.SettlingTime, parts.Clock, cancellationToken);
        await EnsureReachesAsync(new BrokerView(partition, now.Start, now.End, stagedEnd), position, cancellationToken);
        return true;
    }

    // Null outcome: look at everything again.
    private async Task<(ArchivePosition Position, SealOutcome? Outcome)> TurnAsync(
        ArchivePosition position,
        CancellationToken cancellationToken
    )
    {
        // Staging before archive: a run beside this one deletes chunks only after their object exists, so what is missing
        // from this list is found in the archive.
        IReadOnlyList<ChunkName> chunks = await parts.Staging.ListAsync(partition, cancellationToken);
        foreach (ChunkName chunk in chunks)
            checkedFrom.TryAdd(chunk, position.Checkpoint);

        // After the list: what is in it was read from the topic that the broker has now, or from one before it.
        var confirmation = new Confirmation(parts, position, await parts.Identity.AskAsync(position, cancellationToken));
        IReadOnlyList<ChunkName> unattributed = await confirmation.FindUnattributedAsync(chunks, cancellationToken);
        if (unattributed.Count > 0)
        {
            await SetUnattributedAsync(unattributed, cancellationToken);
            return (position, null);
        }

        try
        {
            chunks = await confirmation.WithoutYoungAsync(chunks, cancellationToken);
            return await SealAsync(position, chunks, confirmation, cancellationToken);
        }
        catch (PartitionFaultException e)
        {
            await confirmation.EnsureIsFaultAsync(e.Fault, chunks, cancellationToken);
            throw;
        }
    }

    private async Task SetUnattributedAsync(IReadOnlyList<ChunkName> chunks, CancellationToken cancellationToken)
    {
        if (
            TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation)
            && await parts.Markers.FindNewestAsync(generation.Topic, cancellationToken) is { Generation: var newest }
        )
        {
            await parts.Unattributed.SetAsideAsync(generation, newest, chunks, cancellationToken);
        }
    }

    // Likewise.
    private async Task<(ArchivePosition Position, SealOutcome? Outcome)> SealAsync(
        ArchivePosition position,
        IReadOnlyList<ChunkName> chunks,
        Confirmation confirmation,
        CancellationToken cancellationToken
    )
    {
        (position, int adopted) = await parts.Adoption.FollowAsync(position, chunks, cancellationToken);
        closed += adopted;
        ChunkName[] live = [.. chunks.Where(chunk => chunk.Last >= position.Checkpoint)];
        await parts.Unsigned.CompareAsync(partition, live, checkedFrom, position.Checkpoint, cancellationToken);
        if (await confirmation.FindTimeAsync(request, live, cancellationToken) is { } time)
            return (position, new SealOutcome(partition, request.Attempt) { SettlesAt = time });
        long knownEnd = confirmation.HasNoLog ? position.Checkpoint : Math.Max(position.Checkpoint, request.KnownEnd);
        StagedCoverage coverage = await StagedCoverage.FindAsync(
            parts.Staging,
            parts.Archive,
            partition,
            live,
            new OffsetRange(position.Checkpoint, knownEnd),
            cancellationToken
        );
        confirmation.Live = live;
        confirmation.Proofs = coverage.Proofs;
        if (confirmation.HasNoLog)
            coverage.Believe();
        else if (await FaultIfBeyondLogAsync(position, coverage.End, cancellationToken))
            return (position, null);
        IReadOnlyList<OffsetRange> holes = coverage.Known.Missing(new OffsetRange(position.Checkpoint, Math.Max(coverage.End, knownEnd)));
        if (holes.Count > 0 && await open.ResolveAsync(holes, live, coverage, confirmation, cancellationToken))
            return (position, null);

        long solidEnd = coverage.Known.EndOfRunFrom(position.Checkpoint);
        using var writer = new SegmentWriter(
            parts.Archive,
            parts.Objects,
            parts.Options,
            parts.Report,
            parts.Catalog,
            position,
            parts.Schemas
        )
        {
            Confirmation = confirmation,
        };
        SegmentCut? cut = confirmation.IsOver || confirmation.IsGone ? new SegmentCut(solidEnd, RollReason.Requested) : request.Cut;
        var writing = new SegmentWriting(parts, writer, started);
        WrittenSegments written = await writing.WriteAsync(
            live,
            new OffsetRange(position.Checkpoint, solidEnd),
            cut,
            goesOn: !confirmation.HasNoLog,
            cancellationToken
        );
        closed += writer.Created;
        if (!written.Found)
            return (writer.Position, null);
        long checkpoint = writer.Position.Checkpoint;
        if (TopicGeneration.TryParse(partition.Topic, out TopicGeneration generation))
        {
            var known = new OffsetRange(checkpoint, Math.Max(solidEnd, checkpoint));
            await parts.Unattributed.SweepAsync(generation, partition.Partition, confirmation.IsFormer, live, known, cancellationToken);
        }

        // Last, so that there is another run where this one ends before.
        bool hasSpent = confirmation.HasNoLog
            ? await parts.Spent.SweepFormerAsync(partition, chunks, checkedFrom, checkpoint, confirmation.Until, cancellationToken)
            : await parts.Spent.SweepAsync(partition, chunks, checkedFrom, checkpoint, confirmation.Until, cancellationToken);
        parts.Checked.Remember(partition, checkpoint, checkedFrom);
        parts.Unsigned.Forget(partition, checkpoint);
        await parts.SmallChunks.MergeAsync(partition, chunks, checkpoint, confirmation.Until, cancellationToken);
        return (
            writer.Position,
            new SealOutcome(partition, request.Attempt)
            {
                Checkpoint = checkpoint,
                LastBase = writer.Position.LastBase,
                HasSpentChunks = hasSpent,
                // Ended by the time limit it has not read what lies past the last object, and Open says nothing of it.
                ReadThrough = written.TimeLeft ? Math.Max(solidEnd, checkpoint) : checkpoint,
                AcceptedEnd = Math.Max(coverage.End, checkpoint),
                Closed = closed,
                MoreToSeal = !written.TimeLeft,
                Open = written.Open,
                IsFormer = confirmation.IsFormer,
                HoleTrouble = open.Trouble,
            }
        );
    }
}
