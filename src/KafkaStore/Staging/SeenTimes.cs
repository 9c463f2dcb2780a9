using System.Collections.Concurrent;
using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>
/// When the broker last had each generation: one small object a process that saw it, replaced by its next. The latest counts.
/// </summary>
internal sealed class SeenTimes(IStagingStore store)
{
    // In milliseconds: the latest that this process noted.
    private readonly ConcurrentDictionary<TopicGeneration, long> own = new();

    /// <summary>Notes it where nothing as late is noted. However many do so at once, each deletes two objects at most.</summary>
    public async Task NoteAsync(TopicGeneration generation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        long time = at.ToUnixTimeMilliseconds();
        if (own.TryGetValue(generation, out long before) && before >= time)
            return;
        (long? first, long? last) = await FindEndsAsync(generation, cancellationToken);
        if (!(last >= time))
        {
            var marker = new SeenMarker(generation.Topic, generation.Number, at);
            await store.CreateAsync(Name(generation, time), Marker.Content(marker), cancellationToken);
            if (Replace(generation, time) is { } replaced)
                await store.DeleteAsync(Name(generation, replaced), cancellationToken);
            last = time;
        }

        // Of a process that is no more: nobody else removes it.
        if (first < last)
            await store.DeleteAsync(Name(generation, first.Value), cancellationToken);
    }

    public async Task<DateTimeOffset?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        await FindEndsAsync(generation, cancellationToken) is { Last: { } last } ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null;

    private async Task<(long? First, long? Last)> FindEndsAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        string folder = Folder(generation);
        (long? First, long? Last) ends = default;
        await foreach (ObjectEntry entry in store.ListAsync(folder, null, cancellationToken))
        {
            if (FixedWidth.TryParseOffset(entry.Name.AsSpan(folder.Length), out long time))
                ends = (ends.First ?? time, time);
        }

        return ends;
    }

    // The earlier one of this and what this process noted before, which the later one makes needless; notes may overtake each other.
    private long? Replace(TopicGeneration generation, long time)
    {
        long? replaced = null;
        own.AddOrUpdate(
            generation,
            _ =>
            {
                replaced = null;
                return time;
            },
            (_, before) =>
            {
                replaced = before == time ? null : Math.Min(before, time);
                return Math.Max(before, time);
            }
        );
        return replaced;
    }

    private static string Name(TopicGeneration generation, long time) => Folder(generation) + FixedWidth.Offset(time);

    private static string Folder(TopicGeneration generation) => $"~seen/{generation}/";
}
