namespace KafkaStore.Cli.CommandLine;

/// <summary>Which of a cluster's topics are chosen.</summary>
internal static class ChosenTopics
{
    /// <summary>In the order of their names.</summary>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    /// <exception cref="UnknownTopicException">One that is named is not there.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(
        TopicSelection topics,
        KafkaClientOptions kafka,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        await KafkaCluster.EnsureReachableAsync(kafka, logger, cancellationToken: cancellationToken);
        await using var identities = new KafkaTopicIdentities(kafka, logger);
        IReadOnlyList<string> there = await identities.ListAsync(cancellationToken);
        return topics.Names.Except(there).FirstOrDefault() is { } missing
            ? throw new UnknownTopicException(missing, kafka.Brokers, kafka.Names)
            : [.. there.Where(topics.Selects).Order(StringComparer.Ordinal)];
    }
}
