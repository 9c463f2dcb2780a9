using KafkaStore.Broker;

namespace KafkaStore.Markers;

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

/// <summary>Which topic of Kafka's a generation is.</summary>
/// <param name="ClusterId">Null where the cluster gives none.</param>
public readonly record struct TopicIdentity(TopicId Id, string? ClusterId);
