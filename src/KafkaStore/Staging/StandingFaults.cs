using KafkaStore.Archiving;

namespace KafkaStore.Staging;

/// <summary>
/// The faults that stand. A loss that the operator has accepted, or a staging location that is the archive's again, passes by
/// itself; every other one waits to be cleared.
/// </summary>
public sealed class StandingFaults(StagingArea staging, StagingIdentity location, ArchiverOptions options)
{
    /// <summary>Null where none stands.</summary>
    public async Task<PartitionFault?> FindAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        return
            await staging.Faults.FindAsync(partition, cancellationToken) is { } fault
            && await StandsAsync(partition, fault, cancellationToken)
            ? fault
            : null;
    }

    /// <summary>That another topic took the place of this one is no fault of it once that is known.</summary>
    /// <param name="former">A partition of a generation that the broker has no longer.</param>
    public async Task PassAsync(TopicPartition former, CancellationToken cancellationToken)
    {
        if (await FindAsync(former, cancellationToken) is { Kind: FaultKind.TopicRecreated })
            await staging.Faults.ClearAsync(former, cancellationToken);
    }

    /// <summary>Those of all partitions that are staged in this location.</summary>
    public async Task<IReadOnlyDictionary<TopicPartition, PartitionFault>> ListAsync(CancellationToken cancellationToken)
    {
        var standing = new Dictionary<TopicPartition, PartitionFault>();
        foreach ((TopicPartition partition, PartitionFault fault) in await staging.Faults.ListAsync(cancellationToken))
        {
            if (await StandsAsync(partition, fault, cancellationToken))
                standing.Add(partition, fault);
        }

        return standing;
    }

    private async Task<bool> StandsAsync(TopicPartition partition, PartitionFault fault, CancellationToken cancellationToken)
    {
        if (fault.Kind != FaultKind.StagingLost || !(options.AcceptStagingLoss || await location.IsKnownAsync(cancellationToken)))
            return true;
        await staging.Faults.ClearAsync(partition, cancellationToken);
        return false;
    }
}
