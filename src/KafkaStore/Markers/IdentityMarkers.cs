using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using KafkaStore.Broker;

namespace KafkaStore.Markers;

/// <summary>
/// Which topic of Kafka's each generation of a topic is: one create-only marker a generation. The newest of each topic is
/// remembered for five minutes.
/// </summary>
/// <param name="archive">Where markers are.</param>
/// <param name="clock">For the markers.</param>
public sealed class IdentityMarkers(IObjectStore archive, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (NotedGeneration? Noted, DateTimeOffset At)> remembered = new(StringComparer.Ordinal);

    /// <summary>The newest one of the topic, as it was five minutes ago at most; null while there is none.</summary>
    /// <param name="topic">Kafka's name.</param>
    /// <exception cref="DamagedContainerException">As <see cref="FindAsync"/>.</exception>
    public async Task<NotedGeneration?> FindNewestAsync(string topic, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (remembered.TryGetValue(topic, out (NotedGeneration? Noted, DateTimeOffset At) known) && now - known.At < LookAgain)
            return known.Noted;
        NotedGeneration? noted = await LookForNewestAsync(topic, cancellationToken);
        remembered[topic] = (noted, now);
        return noted;
    }

    /// <summary>The next question about the topic's newest is answered by the archive.</summary>
    public void Forget(string topic) => remembered.TryRemove(topic, out _);

    /// <summary>Null while no marker says it.</summary>
    /// <exception cref="DamagedContainerException">The marker can't be read, or says something else than its name.</exception>
    public async Task<NotedGeneration?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        string name = MarkerName.Identity(generation);
        if (await Marker.FindAsync<IdentityMarker>(archive, name, cancellationToken) is not { } marker)
            return null;
        return
            marker.Topic == generation.Topic && marker.Generation == generation.Number && TopicId.TryParse(marker.TopicId, out TopicId id)
            ? new NotedGeneration(generation, new TopicIdentity(id, marker.ClusterId), marker.NotedAt, marker.FormerSeenAt)
            : throw new DamagedContainerException(
                $"{archive.DisplayName.TrimEnd('/')}/{name} is damaged: it does not say which topic {generation} is."
            );
    }

    /// <summary>Notes it where nothing is noted yet, and returns what is noted, which another process may have written.</summary>
    /// <param name="proof">Why it is believed.</param>
    /// <param name="formerSeenAt">When the generation before it was last seen at the broker; null for the first, or where nobody knows.</param>
    public async Task<NotedGeneration> NoteAsync(
        TopicGeneration generation,
        TopicIdentity identity,
        IdentityProof proof,
        DateTimeOffset? formerSeenAt,
        CancellationToken cancellationToken
    )
    {
        var marker = new IdentityMarker(
            generation.Topic,
            generation.Number,
            identity.Id.ToString(),
            identity.ClusterId,
            clock.GetUtcNow(),
            proof.ToString(),
            formerSeenAt
        );
        await archive.CreateAsync(MarkerName.Identity(generation), Marker.Content(marker), cancellationToken);
        Forget(generation.Topic);
        return await FindAsync(generation, cancellationToken)
            ?? throw new StorageUnavailableException(
                $"The identity marker of {generation} vanished from {archive.DisplayName} while it was read."
            );
    }

    private async Task<NotedGeneration?> LookForNewestAsync(string topic, CancellationToken cancellationToken)
    {
        TopicGeneration? newest = null;
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.IdentityFolder(topic), null, cancellationToken))
        {
            if (MarkerName.TryParseIdentity(entry.Name, out TopicGeneration generation))
                newest = generation;
        }

        return newest is { } found ? await FindAsync(found, cancellationToken) : null;
    }
}

/// <summary>Which topic of Kafka's a generation is.</summary>
/// <param name="ClusterId">Null where the cluster gives none.</param>
public readonly record struct TopicIdentity(TopicId Id, string? ClusterId);

/// <summary>What the marker of a generation says.</summary>
/// <param name="Identity">Which topic of Kafka it is.</param>
/// <param name="NotedAt">Since when that is known.</param>
/// <param name="FormerSeenAt">When the broker last had the generation before it, as far as anybody saw.</param>
public sealed record NotedGeneration(
    TopicGeneration Generation,
    TopicIdentity Identity,
    DateTimeOffset NotedAt,
    DateTimeOffset? FormerSeenAt
);

/// <summary>Why an identity is believed to be that of an archive.</summary>
public enum IdentityProof
{
    /// <summary>It was asked before anything was accepted.</summary>
    Beginning,

    /// <summary>The last record that both the archive and the broker have was equal.</summary>
    Compared,

    /// <summary>The topic was deleted and created again while its former generation was archived.</summary>
    Recreated,
}

/// <param name="Topic">Kafka's name.</param>
/// <param name="Generation">Its number.</param>
/// <param name="TopicId">As Kafka's tools write it.</param>
/// <param name="ClusterId">Null where the cluster gives none.</param>
/// <param name="NotedAt">When.</param>
/// <param name="Proof">Why it is believed: an <see cref="IdentityProof"/>.</param>
/// <param name="FormerSeenAt">When the broker last had the generation before it.</param>
internal sealed record IdentityMarker(
    string Topic,
    int Generation,
    string TopicId,
    string? ClusterId,
    DateTimeOffset NotedAt,
    string Proof,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FormerSeenAt
);
