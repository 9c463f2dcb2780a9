using KafkaStore.Broker;

namespace KafkaStore.Markers;

/// <summary>Reads in an archive which topic of Kafka's each generation of a topic is.</summary>
public sealed class NotedGenerations(IObjectReader archive)
{
    /// <summary>The newest one of the topic; null while there is none.</summary>
    /// <param name="topic">Kafka's name.</param>
    /// <exception cref="DamagedContainerException">As <see cref="FindAsync"/>.</exception>
    public async Task<NotedGeneration?> FindNewestAsync(string topic, CancellationToken cancellationToken)
    {
        TopicGeneration? newest = null;
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.IdentityFolder(topic), null, cancellationToken))
        {
            if (MarkerName.TryParseIdentity(entry.Name, out TopicGeneration generation, out _))
                newest = generation;
        }

        return newest is { } found ? await FindAsync(found, cancellationToken) : null;
    }

    /// <summary>Null while no marker says it.</summary>
    /// <exception cref="DamagedContainerException">A marker can't be read, or says something else than its name.</exception>
    public async Task<NotedGeneration?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        string name = MarkerName.Identity(generation);
        if (await Marker.FindAsync<IdentityMarker>(archive, name, cancellationToken) is not { } marker)
            return null;
        var identities = new List<TopicIdentity> { Identity(name, marker, generation) };
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.ContinuedPrefix(generation), null, cancellationToken))
        {
            if (
                MarkerName.TryParseIdentity(entry.Name, out _, out _)
                && await Marker.FindAsync<IdentityMarker>(archive, entry.Name, cancellationToken) is { } continued
            )
            {
                identities.Add(Identity(entry.Name, continued, generation));
            }
        }

        return new NotedGeneration(generation, identities[^1], marker.NotedAt, marker.FormerSeenAt) { Earlier = identities[..^1] };
    }

    private TopicIdentity Identity(string name, IdentityMarker marker, TopicGeneration generation) =>
        marker.Topic == generation.Topic && marker.Generation == generation.Number && TopicId.TryParse(marker.TopicId, out TopicId id)
            ? new TopicIdentity(id, marker.ClusterId)
            : throw new DamagedContainerException(
                $"{archive.DisplayName.TrimEnd('/')}/{name} is damaged: it does not say which topic {generation} is."
            );
}
