using KafkaStore.Generations;
using KafkaStore.Reading.Comparison;

namespace KafkaStore.Cli.Verify;

/// <summary>Compares all archived partitions with the brokers, one after the other: the brokers have other work too.</summary>
internal sealed class BrokerCheck(KafkaClientOptions kafka, IObjectReader store, ProblemLog problems, ILogger logger)
{
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task<BrokerOutcome> RunAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        await KafkaCluster.EnsureReachableAsync(kafka, logger, cancellationToken: cancellationToken);
        await using var log = new KafkaRecordLog(kafka, logger);
        var comparison = new BrokerComparison(store, new GenerationLog(log), problems);
        var compared = new List<ComparedPartition>();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var former = new SortedSet<string>(StringComparer.Ordinal);
        foreach (PartitionReport partition in report.Partitions)
        {
            if (former.Contains(partition.Partition.Topic) || await IsFormerAsync(partition.Partition.Topic, cancellationToken))
            {
                former.Add(partition.Partition.Topic);
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

        if (compared.Count == 0 && unknown.Count > 0)
        {
            throw new CommandFailedException(
                $"{kafka.Brokers} has none of the archived topics ({string.Join(", ", unknown)}), so nothing could be compared. Check --against-broker."
            );
        }

        return new BrokerOutcome(kafka.Brokers, compared, [.. unknown], [.. former]);
    }

    // Of a topic that was deleted and created again the broker has the last one alone.
    private async Task<bool> IsFormerAsync(string topic, CancellationToken cancellationToken) =>
        TopicGeneration.TryParse(topic, out TopicGeneration generation)
        && await store.FindAsync(MarkerName.Identity(generation.Next), cancellationToken) is not null;
}
