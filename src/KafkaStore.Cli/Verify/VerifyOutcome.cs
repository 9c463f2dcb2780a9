using KafkaStore.Reading.Comparison;

namespace KafkaStore.Cli.Verify;

/// <summary>All that is to be said in the end.</summary>
/// <param name="Store">The archive, as a person names it.</param>
/// <param name="Report">Of the archive by itself.</param>
/// <param name="Broker">Of the comparison; null when none was asked for.</param>
/// <param name="Problems">Of both, by name.</param>
internal sealed record VerifyOutcome(
    string Store,
    VerificationReport Report,
    BrokerOutcome? Broker,
    IReadOnlyList<ArchiveProblem> Problems
);

/// <param name="Brokers">As they were given.</param>
/// <param name="Partitions">What was compared.</param>
/// <param name="UnknownTopics">Archived topics that the brokers do not have; an archive may well outlive its topic.</param>
/// <param name="FormerGenerations">Of topics that were created again: the brokers have only the last one.</param>
internal sealed record BrokerOutcome(
    string Brokers,
    IReadOnlyList<ComparedPartition> Partitions,
    IReadOnlyList<string> UnknownTopics,
    IReadOnlyList<string> FormerGenerations
);
