using KafkaStore.Broker;

namespace KafkaStore.Markers;

/// <summary>Which topic of Kafka's each generation of a topic is: one create-only marker a generation.</summary>
/// <param name="archive">Where markers are.</param>
/// <param name="clock">For the markers.</param>
public sealed class IdentityMarkers(IObjectStore archive, TimeProvider clock)
{
    /// <summary>Null while no marker says it.</summary>
    /// <exception cref="DamagedContainerException">The marker can't be read, or says something else than its name.</exception>
    public async Task<TopicIdentity?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        string name = MarkerName.Identity(generation);
        if (await Marker.FindAsync<IdentityMarker>(archive, name, cancellationToken) is not { } marker)
            return null;
        return
            marker.Topic == generation.Topic && marker.Generation == generation.Number && TopicId.TryParse(marker.TopicId, out TopicId id)
            ? new TopicIdentity(id, marker.ClusterId)
            : throw new DamagedContainerException(
                $"{archive.DisplayName.TrimEnd('/')}/{name} is damaged: it does not say which topic {generation} is."
            );
    }

    /// <summary>Notes it where nothing is noted yet, and returns what is noted, which another process may have written.</summary>
    /// <param name="proof">Why it is believed.</param>
    public async Task<TopicIdentity> NoteAsync(
        TopicGeneration generation,
        TopicIdentity identity,
        IdentityProof proof,
        CancellationToken cancellationToken
    )
    {
        var marker = new IdentityMarker(
            generation.Topic,
            generation.Number,
            identity.Id.ToString(),
            identity.ClusterId,
            clock.GetUtcNow(),
            proof.ToString()
        );
        await archive.CreateAsync(MarkerName.Identity(generation), Marker.Content(marker), cancellationToken);
        return await FindAsync(generation, cancellationToken)
            ?? throw new StorageUnavailableException(
                $"The identity marker of {generation} vanished from {archive.DisplayName} while it was read."
            );
    }
}

/// <summary>Which topic of Kafka's a generation is.</summary>
/// <param name="ClusterId">Null where the cluster gives none.</param>
public readonly record struct TopicIdentity(TopicId Id, string? ClusterId);

/// <summary>Why an identity is believed to be that of an archive.</summary>
public enum IdentityProof
{
    /// <summary>It was asked before anything was accepted.</summary>
    Beginning,

    /// <summary>The last record that both the archive and the broker have was equal.</summary>
    Compared,
}

/// <param name="Topic">Kafka's name.</param>
/// <param name="Generation">Its number.</param>
/// <param name="TopicId">As Kafka's tools write it.</param>
/// <param name="ClusterId">Null where the cluster gives none.</param>
/// <param name="NotedAt">When.</param>
/// <param name="Proof">Why it is believed: an <see cref="IdentityProof"/>.</param>
internal sealed record IdentityMarker(
    string Topic,
    int Generation,
    string TopicId,
    string? ClusterId,
    DateTimeOffset NotedAt,
    string Proof
);
