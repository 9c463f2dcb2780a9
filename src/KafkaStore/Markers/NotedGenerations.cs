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
        var names = new List<(TopicGeneration Generation, int Continued, string Name)>();
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.IdentityFolder(topic), null, cancellationToken))
        {
            if (MarkerName.TryParseIdentity(entry.Name, out TopicGeneration generation, out int continued))
                names.Add((generation, continued, entry.Name));
        }

        if (names.Count == 0)
            return null;
        TopicGeneration newest = names.Max(each => each.Generation);
        IEnumerable<string> later =
            from each in names
            where each.Generation == newest && each.Continued > 0
            orderby each.Continued
            select each.Name;
        return await ReadAsync(newest, later.ToAsyncEnumerable(), cancellationToken);
    }

    /// <summary>Null while no marker says it.</summary>
    /// <exception cref="DamagedContainerException">A marker can't be read, or says something else than its name.</exception>
    public Task<NotedGeneration?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        ReadAsync(
            generation,
            archive
                .ListAsync(MarkerName.ContinuedPrefix(generation), null, cancellationToken)
                .Select(entry => entry.Name)
                .Where(name => MarkerName.TryParseIdentity(name, out _, out _)),
            cancellationToken
        );

    // The names of where it went on are asked for once it is known to be there.
    private async Task<NotedGeneration?> ReadAsync(
        TopicGeneration generation,
        IAsyncEnumerable<string> later,
        CancellationToken cancellationToken
    )
    {
        string name = MarkerName.Identity(generation);
        if (await Marker.FindAsync<IdentityMarker>(archive, name, cancellationToken) is not { } marker)
            return null;
        var identities = new List<TopicIdentity> { Identity(name, marker, generation) };
        await foreach (string each in later.WithCancellation(cancellationToken))
        {
            if (await Marker.FindAsync<IdentityMarker>(archive, each, cancellationToken) is { } continued)
                identities.Add(Identity(each, continued, generation));
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
