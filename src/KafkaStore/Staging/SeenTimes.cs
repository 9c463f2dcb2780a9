using System.Collections.Concurrent;
using KafkaStore.Markers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Staging;

/// <summary>
/// When the broker last had each generation: one small object a process that saw it, replaced by its next. The latest counts; with a
/// staging key, the latest that is signed.
/// </summary>
internal sealed class SeenTimes(IStagingStore store, StagingKeys keys)
{
    // In milliseconds: the latest that this process noted.
    private readonly ConcurrentDictionary<TopicGeneration, long> own = new();

    /// <summary>Notes it where nothing as late is noted. However many do so at once, each deletes two objects at most.</summary>
    public async Task NoteAsync(TopicGeneration generation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        long time = at.ToUnixTimeMilliseconds();
        if (own.TryGetValue(generation, out long before) && before >= time)
            return;
        IReadOnlyList<long> noted = await ListAsync(generation, cancellationToken);

        // What another says is believed as far as that is free.
        if (!keys.IsEmpty || noted.Count == 0 || noted[^1] < time)
        {
            string name = Name(generation, time);
            var marker = new SeenMarker(generation.Topic, generation.Number, at, keys.SignName(name));
            await store.CreateAsync(name, Marker.Content(marker), cancellationToken);
            if (Replace(generation, time) is { } replaced)
                await store.DeleteAsync(Name(generation, replaced), cancellationToken);
        }

        // Of a process that is no more: nobody else removes it.
        if (noted.Count > 0 && noted[0] < time)
            await store.DeleteAsync(Name(generation, noted[0]), cancellationToken);
    }

    public async Task<DateTimeOffset?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        foreach (long time in (await ListAsync(generation, cancellationToken)).Reverse())
        {
            if (await IsOursAsync(Name(generation, time), cancellationToken))
                return DateTimeOffset.FromUnixTimeMilliseconds(time);
        }

        return null;
    }

    private async Task<bool> IsOursAsync(string name, CancellationToken cancellationToken)
    {
        if (keys.IsEmpty)
            return true;
        try
        {
            return await Marker.FindAsync<SeenMarker>(store, name, cancellationToken) is { } marker && keys.AcceptName(name, marker.Code);
        }
        catch (DamagedContainerException)
        {
            return false;
        }
    }

    // Ascending.
    private async Task<IReadOnlyList<long>> ListAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        string folder = Folder(generation);
        var noted = new List<long>();
        await foreach (ObjectEntry entry in store.ListAsync(folder, null, cancellationToken))
        {
            if (FixedWidth.TryParseOffset(entry.Name.AsSpan(folder.Length), out long time) && time <= LastTime)
                noted.Add(time);
        }

        return noted;
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

    private static long LastTime { get; } = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static string Name(TopicGeneration generation, long time) => Folder(generation) + FixedWidth.Offset(time);

    private static string Folder(TopicGeneration generation) => $"~seen/{generation}/";
}
