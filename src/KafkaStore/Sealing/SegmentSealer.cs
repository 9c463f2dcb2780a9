using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Deciding;
using KafkaStore.Reading.Objects;
using KafkaStore.Staging;

namespace KafkaStore.Sealing;

/// <summary>
/// Seals partitions: turns staged chunks into archive objects. Any number of runs, of any age and in any number of
/// processes, may work on one partition at a time; they agree because objects are only ever created if absent.
/// </summary>
public sealed class SegmentSealer(SealingParts parts)
{
    /// <summary>Runs once. Faults are part of the outcome.</summary>
    /// <exception cref="StorageException">A store can't now; nothing is lost, the next run goes on.</exception>
    /// <exception cref="BrokerUnavailableException">The broker was to be asked about a hole, or which topic it has, and is away.</exception>
    public async Task<SealOutcome> SealAsync(SealRequest request, CancellationToken cancellationToken)
    {
        SealOutcome outcome = await parts.Faults.FindAsync(request.Partition, cancellationToken) is { } standing
            ? new SealOutcome(request.Partition, request.Attempt) { Fault = standing }
            : await NotedAsync(await RunAsync(request, cancellationToken), cancellationToken);
        if (outcome.Fault is { } fault)
            parts.Report.Faulted(request.Partition, fault);
        return outcome;
    }

    /// <summary>Where reading the partition goes on: past the archive and all that is staged without a hole.</summary>
    public async Task<long> FindResumeOffsetAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        var met = new MetDamage(parts.Staging, parts.Report, partition);
        while (true)
        {
            try
            {
                long checkpoint = await FindCheckpointAsync(partition, cancellationToken);
                IReadOnlyList<ChunkName> chunks = await parts.Staging.ListAsync(partition, cancellationToken);
                StagedCoverage coverage = await StagedCoverage.FindAsync(
                    parts.Staging,
                    parts.Archive,
                    partition,
                    chunks.Where(chunk => chunk.Last >= checkpoint),
                    new OffsetRange(checkpoint, long.MaxValue),
                    cancellationToken
                );
                long end = coverage.EndOfRunFrom(checkpoint);
                await EnsureOursAsync(chunks.Where(chunk => chunk.IsDense && chunk.Range.Contains(end - 1)), cancellationToken);
                return end;
            }
            catch (ChunkVanishedException)
            {
                // Sealed meanwhile by another process over the same store: look again.
            }
            catch (DamagedChunkException damaged)
            {
                await met.SetAsideAsync(damaged, cancellationToken);
            }
        }
    }

    // What reaches furthest says where reading goes on, and a name is nobody's word for it.
    private async Task EnsureOursAsync(IEnumerable<ChunkName> furthest, CancellationToken cancellationToken)
    {
        if (!parts.Staging.IsSigned)
            return;
        foreach (ChunkName chunk in furthest)
            await parts.Staging.ReadOutlineAsync(chunk, cancellationToken);
    }

    // A partition whose archive is damaged is faulted by its first seal, which says what to do. Meanwhile it goes on being
    // staged, from the last object's base on: what that object really holds is not known.
    private async Task<long> FindCheckpointAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            return (await parts.Tail.LocateAsync(partition, null, null, cancellationToken)).Checkpoint;
        }
        catch (Exception e) when (e is DamagedContainerException or PartitionFaultException)
        {
            ArchiveEntry? last = await parts.Locator.FindLastAsync(partition, cancellationToken);
            if (last is not { Name: var name })
                throw;
            return name.BaseOffset;
        }
    }

    // Before anybody hears of it.
    private async Task<SealOutcome> NotedAsync(SealOutcome outcome, CancellationToken cancellationToken) =>
        outcome.Fault is { } met
            ? outcome with
            {
                Fault = await parts.Staging.Faults.NoteAsync(outcome.Partition, met, parts.Clock.GetUtcNow(), cancellationToken),
            }
            : outcome;

    private async Task<SealOutcome> RunAsync(SealRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await new SealRun(parts, request).ExecuteAsync(cancellationToken);
        }
        catch (PartitionFaultException e)
        {
            return new SealOutcome(request.Partition, request.Attempt) { Fault = e.Fault };
        }
        catch (DamagedContainerException e)
        {
            // Staged chunks' damage is dealt with on the way; this is the archive's.
            PartitionFaultException damaged = PartitionFaults.ArchiveDamaged(e.Message, request.LastBase);
            return new SealOutcome(request.Partition, request.Attempt) { Fault = damaged.Fault };
        }
    }
}
