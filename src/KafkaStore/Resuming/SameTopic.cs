using KafkaStore.Archiving;
using KafkaStore.Broker;
using KafkaStore.Markers;
using KafkaStore.Reading.Comparison;
using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Verification;
using KafkaStore.Sealing;
using KafkaStore.Sealing.Archived;

namespace KafkaStore.Resuming;

/// <summary>
/// Notes, because an operator states it, that a topic of another id continues the archived one: the copy of a cluster, offsets
/// included. Every record that the archive and the brokers both have is compared first.
/// </summary>
public sealed class SameTopic
{
    private readonly SealingParts parts;
    private readonly GivenIdentity given;
    private readonly StagedLook staged;
    private readonly BrokerLook broker;

    public SameTopic(SealingParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        this.parts = parts;
        given = new GivenIdentity(parts.Markers, parts.Identities);
        staged = new StagedLook(parts.Staging, parts.Merge);
        broker = new BrokerLook(parts, staged);
    }

    /// <summary>Returns what is noted then.</summary>
    /// <param name="topic">Kafka's name.</param>
    /// <param name="id">As Kafka's tools write it: the one that the brokers give now.</param>
    /// <exception cref="ChoiceRefusedException">They give another one, or have other records.</exception>
    /// <exception cref="BrokerUnavailableException">They give no id now, or don't answer.</exception>
    /// <exception cref="StorageException">A store can't be asked, or the marker not be written.</exception>
    public async Task<NotedGeneration> StateAsync(string topic, TopicId id, CancellationToken cancellationToken)
    {
        NotedGeneration noted = await given.FindNotedAsync(topic, cancellationToken);
        if (noted.Earlier.Count >= MarkerName.MaximumContinued)
        {
            throw new ChoiceRefusedException(
                $"{noted.Generation} has gone on under other ids {MarkerName.MaximumContinued} times; that is all there can be."
            );
        }

        TopicIdentity stated = await AskAsync(noted, id, cancellationToken);
        string generation = noted.Generation.ToString();
        IReadOnlyList<TopicPartition> archived = await new ArchiveTopics(parts.Archive).PartitionsAsync(generation, cancellationToken);
        IReadOnlyList<TopicPartition> waiting = await parts.Staging.FindPartitionsAsync(noted.Generation, cancellationToken);
        foreach (TopicPartition partition in archived.Union(waiting).Order())
            await CompareAsync(partition, cancellationToken);

        // The records were those of the topic that it was before and is after.
        stated = await AskAsync(noted, id, cancellationToken);
        NotedGeneration written = await parts.Markers.ContinueAsync(noted, stated, cancellationToken);
        return written.Identity.Id == id
            ? written
            : throw new ChoiceRefusedException(
                $"{noted.Generation} was noted meanwhile with another id, {written.Identity.Id}. Ask again."
            );
    }

    private async Task<TopicIdentity> AskAsync(NotedGeneration noted, TopicId id, CancellationToken cancellationToken)
    {
        TopicIdentity now = await given.AskAsync(noted, cancellationToken);
        return now.Id == id
            ? now
            : throw new ChoiceRefusedException(
                $"the brokers give topic {noted.Generation.Topic} the id {now.Id}, not {id}. Kafka's own kafka-topics shows it."
            );
    }

    private async Task CompareAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        try
        {
            ArchivePosition position = await parts.Tail.LocateAsync(partition, null, null, cancellationToken);
            await broker.EnsureSameRecordsAsync(position, await staged.ListAsync(partition, cancellationToken), null, cancellationToken);
            if (await parts.Locator.FindFirstAsync(partition, cancellationToken) is not { } first)
                return;
            var problems = new ProblemLog();
            List<OffsetRange> lost = await NotedLosses
                .ListAsync(parts.Archive, partition, cancellationToken)
                .ToListAsync(cancellationToken);
            var report = new PartitionReport(partition, first.Name.BaseOffset, position.Checkpoint, 0, 0, 0, 0, lost);
            await new BrokerComparison(parts.Archive, parts.Log, problems).CompareAsync(report, cancellationToken);
            if (problems.Sorted() is [var problem, ..])
                throw new ChoiceRefusedException($"{problem.Object} at offset {problem.Offset}: {problem.Reason}. Nothing was changed.");
        }
        catch (PartitionFaultException e)
        {
            throw new ChoiceRefusedException($"{partition} can't be continued: {e.Fault.Message}");
        }
    }
}
