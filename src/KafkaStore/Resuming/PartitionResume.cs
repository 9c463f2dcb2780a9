using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Generations;
using KafkaStore.Sealing;

namespace KafkaStore.Resuming;

/// <summary>Clears faults whose cause is gone, because an operator asks; the only thing that does. May run beside any archiver.</summary>
public sealed class PartitionResume
{
    private readonly SealingParts parts;
    private readonly FaultLook look;

    public PartitionResume(SealingParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        this.parts = parts;
        var staged = new StagedLook(parts.Staging, parts.Merge);
        look = new FaultLook(parts, staged, new BrokerLook(parts, staged));
    }

    /// <summary>The faulted partitions of a topic, those of its later generations included, in their order.</summary>
    /// <exception cref="StorageException">The staging location can't be asked.</exception>
    public async Task<IReadOnlyList<TopicPartition>> FindAsync(string topic, CancellationToken cancellationToken) =>
        [
            .. (await parts.Staging.Faults.ListAsync(cancellationToken))
                .Keys.Where(partition => partition.Topic == topic || KafkaTopic.Of(partition.Topic) == topic)
                .Order(),
        ];

    /// <summary>Looks whether the cause is gone, and clears the fault where it is.</summary>
    /// <exception cref="BrokerUnavailableException">The broker has to be asked, and does not say.</exception>
    /// <exception cref="UnknownTopicException">It has no such topic.</exception>
    /// <exception cref="StorageException">A store can't be asked, or the fault not be deleted.</exception>
    public async Task<ResumeOutcome> ResumeAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (await parts.Staging.Faults.FindAsync(partition, cancellationToken) is not { } noted)
            return new ResumeOutcome(partition, ResumeResult.NotFaulted, null, "It is not faulted.");
        if (noted.Kind == FaultKind.StagingLost && parts.Options.AcceptStagingLoss)
            await parts.Location.AcceptAsync(cancellationToken);
        if (await parts.Faults.FindAsync(partition, cancellationToken) is null)
            return Cleared(partition, noted, "The loss is accepted, or the staging location is the archive's again.");
        if (await look.FindAsync(partition, noted, cancellationToken) is { } fault)
            return await StillThereAsync(partition, noted, fault, cancellationToken);
        await parts.Staging.Faults.ClearAsync(partition, cancellationToken);
        return Cleared(partition, noted, Gone(noted));
    }

    private static string Gone(PartitionFault noted) =>
        noted.Kind == FaultKind.Unknown
            ? "What it was about can't be read, and nothing else stands against sealing: it was cleared because you asked."
            : "Its cause is gone.";

    // What is to be done now is what hosts should show from now on.
    private async Task<ResumeOutcome> StillThereAsync(
        TopicPartition partition,
        PartitionFault noted,
        PartitionFault fault,
        CancellationToken cancellationToken
    )
    {
        if (fault != noted)
        {
            await parts.Staging.Faults.ClearAsync(partition, cancellationToken);
            fault = await parts.Staging.Faults.NoteAsync(partition, fault, parts.Clock.GetUtcNow(), cancellationToken);
        }

        return new ResumeOutcome(partition, ResumeResult.StillThere, fault.Kind, fault.Message);
    }

    private static ResumeOutcome Cleared(TopicPartition partition, PartitionFault noted, string why) =>
        new(partition, ResumeResult.Cleared, noted.Kind, $"{why} A running archiver goes on with it within a minute.");
}
