using KafkaStore.Broker;
using KafkaStore.Cli.CommandLine;
using KafkaStore.Kafka;
using KafkaStore.Reading.Comparison;
using KafkaStore.Reading.Verification;
using KafkaStore.Storage;
using Microsoft.Extensions.Logging;

namespace KafkaStore.Cli.Verify;

/// <summary>Compares all archived partitions with the brokers, one after the other: the brokers have other work too.</summary>
internal sealed class BrokerCheck(string brokers, IObjectReader store, ProblemLog problems, ILogger logger)
{
    // Carried along, since a cluster may grant reading to no group else; nothing joins it or commits.
    private const string Group = "kafka-store-verify";

    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task<BrokerOutcome> RunAsync(VerificationReport report, CancellationToken cancellationToken)
    {
        var options = new KafkaClientOptions(brokers, Group) { Names = TypedNames.All with { Brokers = "--against-broker" } };
        await KafkaCluster.EnsureReachableAsync(options, logger, cancellationToken: cancellationToken);
        await using var log = new KafkaRecordLog(options, logger);
        var comparison = new BrokerComparison(store, log, problems);
        var compared = new List<ComparedPartition>();
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (PartitionReport partition in report.Partitions)
        {
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
                $"{brokers} has none of the archived topics ({string.Join(", ", unknown)}), so nothing could be compared. Check --against-broker."
            );
        }

        return new BrokerOutcome(brokers, compared, [.. unknown]);
    }
}
