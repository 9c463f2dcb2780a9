using KafkaStore.LocalHost.Pump;
using KafkaStore.Naming;

namespace KafkaStore.LocalHost.Topics;

/// <summary>Finds the topics that patterns match.</summary>
/// <param name="topics">Where they are added.</param>
/// <param name="names">Of all topics that the brokers have; null where nobody can be asked.</param>
internal sealed class TopicFinder(ArchivedTopics topics, ITopicNames? names, GenerationWatch watch, ILogger logger)
{
    /// <returns>Whether there is one that was not known yet.</returns>
    /// <exception cref="BrokerUnavailableException">No broker answers.</exception>
    public async Task<bool> FindAsync(CancellationToken cancellationToken)
    {
        TopicSelection selection = topics.Selection;
        if (!selection.HasPatterns || names is null)
            return false;
        string[] fresh =
        [
            .. (await names.ListAsync(cancellationToken)).Where(selection.Selects).Except(topics).Order(StringComparer.Ordinal),
        ];
        foreach (string topic in fresh)
        {
            await watch.AddAsync(topic, cancellationToken);
            topics.Add(topic);
            Log.TopicFound(logger, topic, selection.ToString());
        }

        if (topics.Count == 0)
            Log.NoTopicFound(logger, selection.ToString());
        return fresh.Length > 0;
    }
}
