using System.Collections.Concurrent;
using KafkaStore.Staging;

namespace KafkaStore.Generations;

/// <summary>
/// When the broker last had a generation, as far as this process saw or any noted beside the staged chunks. What was accepted a
/// settling time before that is of this generation, however the topic ends.
/// </summary>
public sealed class SeenGenerations(StagingArea staging)
{
    private readonly ConcurrentDictionary<TopicGeneration, DateTimeOffset> own = new();

    /// <summary>The broker was asked then, and had it.</summary>
    internal void Saw(TopicGeneration generation, DateTimeOffset at) =>
        own.AddOrUpdate(generation, at, (_, before) => at > before ? at : before);

    /// <summary>Notes what this process saw, so that it outlives it.</summary>
    public async Task KeepAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        if (own.TryGetValue(generation, out DateTimeOffset at))
            await staging.NoteSeenAsync(generation, at, cancellationToken);
    }

    /// <summary>Null where nobody saw it.</summary>
    internal async Task<DateTimeOffset?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        DateTimeOffset? noted = await staging.FindSeenAsync(generation, cancellationToken);
        return own.TryGetValue(generation, out DateTimeOffset at) && !(noted > at) ? at : noted;
    }
}
