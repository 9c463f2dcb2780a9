using System.Text.Json.Serialization;

namespace KafkaStore.Markers;

/// <summary>Start offsets of partitions, fixed before their first record was accepted.</summary>
/// <param name="OffsetReset">How they were chosen.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Partitions">Start offset, inclusive, by partition number.</param>
public sealed record StartMarker(string Topic, string OffsetReset, DateTimeOffset CreatedAt, SortedDictionary<int, long> Partitions);

/// <summary>Offsets that were gone from the broker before they could be accepted.</summary>
/// <param name="From">First offset, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="NotedAt">When it was found out.</param>
/// <param name="Reason">Null where the broker deleted them; <see cref="Recreated"/> where it deleted the topic.</param>
public sealed record LostMarker(
    string Topic,
    int Partition,
    long From,
    long To,
    DateTimeOffset NotedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null
)
{
    /// <summary>The topic was deleted and created again before they were accepted.</summary>
    public const string Recreated = "Recreated";
}

/// <summary>Names a staging location: in it, in the archive that was first fed from it, and where it was accepted in place of another.</summary>
public sealed record StagingMarker(string Id);

/// <summary>The broker had this generation of the topic then.</summary>
/// <param name="Topic">Kafka's name.</param>
/// <param name="Code">By a staging key, over the object's name; null without one.</param>
public sealed record SeenMarker(
    string Topic,
    int Generation,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null
);
