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

    /// <summary>Notes it where nothing is noted yet, and returns what is noted, which another process may have written.</summary>
    /// <param name="proof">Why it is believed.</param>
    /// <param name="formerSeenAt">When the generation before it was last seen at the broker; null for the first, or where nobody knows.</param>
    public Task<NotedGeneration> NoteAsync(
        TopicGeneration generation,
        TopicIdentity identity,
        IdentityProof proof,
        DateTimeOffset? formerSeenAt,
        CancellationToken cancellationToken
    ) => WriteAsync(MarkerName.Identity(generation), generation, identity, proof, formerSeenAt, cancellationToken);

    /// <summary>Notes that the generation goes on in another topic of Kafka's, as an operator said.</summary>
    public Task<NotedGeneration> ContinueAsync(NotedGeneration noted, TopicIdentity identity, CancellationToken cancellationToken) =>
        WriteAsync(
            MarkerName.IdentityContinued(noted.Generation, noted.Earlier.Count + 1),
            noted.Generation,
            identity,
            IdentityProof.Stated,
            null,
            cancellationToken
        );

    private async Task<NotedGeneration> WriteAsync(
        string name,
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
        await archive.CreateAsync(name, Marker.Content(marker), cancellationToken);
        Forget(generation.Topic);
        return await FindAsync(generation, cancellationToken)
            ?? throw new StorageUnavailableException(
                $"The identity marker of {generation} vanished from {archive.DisplayName} while it was read."
            );
    }

    private TopicIdentity Identity(string name, IdentityMarker marker, TopicGeneration generation) =>
        marker.Topic == generation.Topic && marker.Generation == generation.Number && TopicId.TryParse(marker.TopicId, out TopicId id)
            ? new TopicIdentity(id, marker.ClusterId)
            : throw new DamagedContainerException(
                $"{archive.DisplayName.TrimEnd('/')}/{name} is damaged: it does not say which topic {generation} is."
            );

    private async Task<NotedGeneration?> LookForNewestAsync(string topic, CancellationToken cancellationToken)
    {
        TopicGeneration? newest = null;
        await foreach (ObjectEntry entry in archive.ListAsync(MarkerName.IdentityFolder(topic), null, cancellationToken))
        {
            if (MarkerName.TryParseIdentity(entry.Name, out TopicGeneration generation, out _))
                newest = generation;
        }

        return newest is { } found ? await FindAsync(found, cancellationToken) : null;
    }
}

/// <summary>Which topic of Kafka's a generation is.</summary>
/// <param name="ClusterId">Null where the cluster gives none.</param>
public readonly record struct TopicIdentity(TopicId Id, string? ClusterId);

/// <summary>What the marker of a generation says.</summary>
/// <param name="Identity">Which topic of Kafka it is; where an operator said that it goes on in another, that one.</param>
/// <param name="NotedAt">Since when that is known.</param>
/// <param name="FormerSeenAt">When the broker last had the generation before it, as far as anybody saw.</param>
public sealed record NotedGeneration(
    TopicGeneration Generation,
    TopicIdentity Identity,
    DateTimeOffset NotedAt,
    DateTimeOffset? FormerSeenAt
)
{
    /// <summary>Topics that it went on from, the first one first; seldom any.</summary>
    public IReadOnlyList<TopicIdentity> Earlier { get; init; } = [];

    /// <summary>Whether this id is, or was, its own.</summary>
    public bool Has(TopicId id) => Identity.Id == id || Earlier.Any(earlier => earlier.Id == id);
}

/// <summary>Why an identity is believed to be that of an archive.</summary>
public enum IdentityProof
{
    /// <summary>It was asked before anything was accepted.</summary>
    Beginning,

    /// <summary>The last record that both the archive and the broker have was equal.</summary>
    Compared,

    /// <summary>The topic was deleted and created again while its former generation was archived.</summary>
    Recreated,

    /// <summary>An operator declared that it takes the place of the generation before.</summary>
    Declared,

    /// <summary>An operator stated that it continues what is archived, and what both have was equal.</summary>
    Stated,
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
