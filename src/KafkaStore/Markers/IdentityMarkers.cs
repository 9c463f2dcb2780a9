using System.Collections.Concurrent;
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

    private readonly NotedGenerations noted = new(archive);
    private readonly ConcurrentDictionary<string, (NotedGeneration? Noted, DateTimeOffset At)> remembered = new(StringComparer.Ordinal);

    /// <summary>The newest one of the topic, as it was five minutes ago at most; null while there is none.</summary>
    /// <param name="topic">Kafka's name.</param>
    /// <exception cref="DamagedContainerException">As <see cref="FindAsync"/>.</exception>
    public async Task<NotedGeneration?> FindNewestAsync(string topic, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (remembered.TryGetValue(topic, out (NotedGeneration? Noted, DateTimeOffset At) known) && now - known.At < LookAgain)
            return known.Noted;
        NotedGeneration? newest = await noted.FindNewestAsync(topic, cancellationToken);
        remembered[topic] = (newest, now);
        return newest;
    }

    /// <summary>The next question about the topic's newest is answered by the archive.</summary>
    public void Forget(string topic) => remembered.TryRemove(topic, out _);

    /// <inheritdoc cref="NotedGenerations.FindAsync"/>
    public Task<NotedGeneration?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        noted.FindAsync(generation, cancellationToken);

    /// <summary>The newest generation, or one before it, that has or once had this id; null where none had: brokers give no id twice.</summary>
    public async Task<TopicGeneration?> FindHolderAsync(NotedGeneration newest, TopicId id, CancellationToken cancellationToken)
    {
        if (newest.Has(id))
            return newest.Generation;
        foreach (TopicGeneration generation in newest.Generation.Former)
        {
            if (await FindAsync(generation, cancellationToken) is { } former && former.Has(id))
                return generation;
        }

        return null;
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
    public Task<NotedGeneration> ContinueAsync(NotedGeneration generation, TopicIdentity identity, CancellationToken cancellationToken) =>
        WriteAsync(
            MarkerName.IdentityContinued(generation.Generation, generation.Earlier.Count + 1),
            generation.Generation,
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
}
