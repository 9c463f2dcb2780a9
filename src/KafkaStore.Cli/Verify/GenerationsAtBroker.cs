using KafkaStore.Markers;

namespace KafkaStore.Cli.Verify;

/// <summary>
/// Which generations of a topic the brokers have no longer, so that nothing of them can be compared. Where they have another topic
/// than the newest and the archive does not know, that is a problem, and the comparison says what came of it.
/// </summary>
internal sealed class GenerationsAtBroker(NotedGenerations archive, ITopicIdentities identities, ProblemLog problems)
{
    private readonly Dictionary<string, string?> known = new(StringComparer.Ordinal);

    /// <summary>The generation that took this one's place; null where it is the newest.</summary>
    /// <param name="topic">Of the archive.</param>
    /// <exception cref="BrokerUnavailableException">The brokers do not say which they have, and it is noted which is archived.</exception>
    public async Task<string?> FindSuccessorAsync(string topic, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(topic, out string? successor))
            known[topic] = successor = await AskAsync(topic, cancellationToken);
        return successor;
    }

    private async Task<string?> AskAsync(string topic, CancellationToken cancellationToken)
    {
        if (
            !TopicGeneration.TryParse(topic, out TopicGeneration generation)
            || await archive.FindNewestAsync(generation.Topic, cancellationToken) is not { } newest
        )
        {
            return null;
        }

        if (newest.Generation > generation)
            return newest.Generation.ToString();
        switch (await identities.AskAsync(generation.Topic, cancellationToken))
        {
            case IdentityAnswer.Known known when known.Id != newest.Identity.Id:
                problems.Add(
                    MarkerName.Identity(generation),
                    null,
                    ProblemKind.OtherTopic,
                    $"the brokers have another topic {generation.Topic}, with the id {known.Id} and not {newest.Identity.Id}: it was created again, or is another cluster's, and no archiver has noted that yet"
                );
                break;
            case IdentityAnswer.NoAnswer silent:
                throw new BrokerUnavailableException(
                    $"the id of topic {generation.Topic} can't be had, so that it is not known whether it is the archived one: {silent.Reason.TrimEnd('.')}"
                );
            default:
                break;
        }

        return null;
    }
}
