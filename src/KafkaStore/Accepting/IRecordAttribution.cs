using KafkaStore.Markers;

namespace KafkaStore.Accepting;

/// <summary>Says of which generation the records are that a consumer delivered.</summary>
public interface IRecordAttribution
{
    /// <summary>Null where that is not certain: they are kept aside, and the archiver reads the topic itself.</summary>
    /// <param name="topic">As it was delivered.</param>
    public Task<TopicGeneration?> FindAsync(string topic, CancellationToken cancellationToken);
}

/// <summary>A consumer of our own, which says it itself.</summary>
public sealed class AsDelivered : IRecordAttribution
{
    /// <inheritdoc/>
    public Task<TopicGeneration?> FindAsync(string topic, CancellationToken cancellationToken) =>
        Task.FromResult(TopicGeneration.TryParse(topic, out TopicGeneration generation) ? generation : (TopicGeneration?)null);
}

/// <summary>
/// Another's consumer, which keeps records in memory and knows topics by name: nothing that it delivers of a generation is
/// believed until that has been known for a day.
/// </summary>
public sealed class AfterADay(IdentityMarkers markers, TimeProvider clock) : IRecordAttribution
{
    private static readonly TimeSpan Young = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async Task<TopicGeneration?> FindAsync(string topic, CancellationToken cancellationToken)
    {
        if (await markers.FindNewestAsync(topic, cancellationToken) is not { Generation: { Number: > 0 } generation } noted)
            return TopicGeneration.First(topic);
        return clock.GetUtcNow() - noted.NotedAt < Young ? null : generation;
    }
}
