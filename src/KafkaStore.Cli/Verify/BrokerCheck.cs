using KafkaStore.Generations;
using KafkaStore.Markers;
using KafkaStore.Reading.Comparison;
using KafkaStore.Reading.Heads;

namespace KafkaStore.Cli.Verify;

/// <summary>Compares all archived partitions with the brokers, one after the other: the brokers have other work too.</summary>
/// <param name="archiverGroup">Whose archived positions are looked at too; null for none.</param>
internal sealed class BrokerCheck(KafkaClientOptions kafka, string? archiverGroup, IObjectReader store, ProblemLog problems, ILogger logger)
{
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task<BrokerOutcome> RunAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        await KafkaCluster.EnsureReachableAsync(kafka, logger, cancellationToken: cancellationToken);
        await using var log = new KafkaRecordLog(kafka, logger);
        await using var identities = new KafkaTopicIdentities(kafka, logger);
        var atBroker = new GenerationsAtBroker(new NotedGenerations(store), identities, problems);
        var generations = new GenerationLog(log);
        var comparison = new BrokerComparison(store, generations, problems);
        var compared = new List<ComparedPartition>();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var former = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (PartitionReport partition in report.Partitions)
        {
            if (await atBroker.FindSuccessorAsync(partition.Partition.Topic, cancellationToken) is { } successor)
            {
                former[partition.Partition.Topic] = successor;
                continue;
            }

            try
            {
                compared.Add(await comparison.CompareAsync(partition, cancellationToken));
            }
            catch (UnknownTopicException e)
            {
                unknown.Add(e.Topic);
            }
        }

        if (compared.Count == 0 && former.Count == 0 && unknown.Count > 0)
        {
            throw new CommandFailedException(
                $"{kafka.Brokers} has none of the archived topics ({string.Join(", ", unknown)}), so nothing could be compared. Check --against-broker."
            );
        }

        if (archiverGroup is { } group)
            await CheckPositionsAsync(group, report, atBroker, new ArchivedPositionCheck(generations, problems), cancellationToken);
        return new BrokerOutcome(kafka.Brokers, compared, [.. unknown], former);
    }

    // Of the newest generation of each topic, which alone is committed; a partition may have lost all its objects.
    private async Task CheckPositionsAsync(
        string group,
        VerificationReport report,
        GenerationsAtBroker atBroker,
        ArchivedPositionCheck check,
        CancellationToken cancellationToken
    )
    {
        var ends = new Dictionary<TopicPartition, (TopicPartition Archived, long Next, IReadOnlyList<OffsetRange> Lost)>();
        foreach (PartitionReport partition in report.Partitions.Where(partition => partition.NextOffset is not null))
        {
            if (await atBroker.FindSuccessorAsync(partition.Partition.Topic, cancellationToken) is null)
                ends[KafkaTopic.Of(partition.Partition)] = (partition.Partition, partition.NextOffset!.Value, partition.Lost);
        }

        foreach (PartitionHead head in report.WithoutObjects)
        {
            if (await atBroker.FindSuccessorAsync(head.Partition.Topic, cancellationToken) is null)
                ends[KafkaTopic.Of(head.Partition)] = (head.Partition, head.NextOffset, []);
        }

        await using var positions = new KafkaArchivedPositions(kafka with { ConsumerGroup = group }, logger);
        foreach ((TopicPartition partition, long position) in await positions.FindAsync(ends.Keys, cancellationToken))
        {
            try
            {
                await check.CheckAsync(ends[partition].Archived, ends[partition].Next, ends[partition].Lost, position, cancellationToken);
            }
            catch (UnknownTopicException)
            {
                // Said already: nothing of it was compared.
            }
        }
    }
}
