using System.Text.Json.Serialization;

namespace KafkaStore.Markers;

/// <summary>The content of an identity marker.</summary>
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
