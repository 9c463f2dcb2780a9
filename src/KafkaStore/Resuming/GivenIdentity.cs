using KafkaStore.Broker;
using KafkaStore.Markers;

namespace KafkaStore.Resuming;

/// <summary>The id that the brokers give an archived topic, where that is another than the archive has noted.</summary>
internal sealed class GivenIdentity(IdentityMarkers markers, ITopicIdentities identities)
{
    /// <summary>What is noted of the topic's newest generation.</summary>
    /// <exception cref="ChoiceRefusedException">Nothing is.</exception>
    public async Task<NotedGeneration> FindNotedAsync(string topic, CancellationToken cancellationToken)
    {
        markers.Forget(topic); // another process may have noted the next
        return await markers.FindNewestAsync(topic, cancellationToken)
            ?? throw new ChoiceRefusedException(
                $"the archive has no identity marker of {topic}, so there is no id that another could be held against. Check the topic and the store."
            );
    }

    /// <exception cref="ChoiceRefusedException">They give the noted one, or that of a former generation.</exception>
    /// <exception cref="BrokerUnavailableException">They give none now.</exception>
    public async Task<TopicIdentity> AskAsync(NotedGeneration noted, CancellationToken cancellationToken)
    {
        string topic = noted.Generation.Topic;
        TopicIdentity given = await identities.AskAsync(topic, cancellationToken) switch
        {
            IdentityAnswer.Known known => new TopicIdentity(known.Id, known.ClusterId),
            IdentityAnswer.UnknownTopic => throw NotTold($"the brokers have no topic {topic} at present"),
            IdentityAnswer.NoAnswer silent => throw NotTold($"the id of topic {topic} can't be had: {silent.Reason.TrimEnd('.')}"),
            _ => throw NotTold($"the brokers give topic {topic} no id at present, and it had {noted.Identity.Id}"),
        };
        if (given.Id == noted.Identity.Id)
        {
            throw new ChoiceRefusedException(
                $"the brokers have topic {topic} with the id {given.Id}, which is that of {noted.Generation} in the archive: it is the same topic, and there is nothing to declare."
            );
        }

        if (await markers.FindHolderAsync(noted, given.Id, cancellationToken) is { } former)
        {
            throw new ChoiceRefusedException(
                $"the brokers give topic {topic} the id {given.Id}, which was that of {former}, and {noted.Generation} is archived with {noted.Identity.Id}: they were set back, or they are others. Check which brokers these are."
            );
        }

        return given;
    }

    private static BrokerUnavailableException NotTold(string why) => new($"{why}. Nothing was changed; ask again later.");
}
