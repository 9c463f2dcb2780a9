using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>When the broker last had each generation: one small object each, replaced by the next.</summary>
internal sealed class SeenTimes(IStagingStore store)
{
    // What is left over goes with the next ones: many processes that find the same hundreds would each try to delete them all.
    private const int MostDeleted = 16;

    public async Task NoteAsync(TopicGeneration generation, DateTimeOffset at, CancellationToken cancellationToken)
    {
        string folder = Folder(generation);
        string name = folder + FixedWidth.Offset(at.ToUnixTimeMilliseconds());
        await store.CreateAsync(name, Marker.Content(new SeenMarker(generation.Topic, generation.Number, at)), cancellationToken);
        var older = new List<string>();
        await foreach (ObjectEntry entry in store.ListAsync(folder, null, cancellationToken))
        {
            if (string.CompareOrdinal(entry.Name, name) >= 0 || older.Count == MostDeleted)
                break;
            older.Add(entry.Name);
        }

        foreach (string each in older)
            await store.DeleteAsync(each, cancellationToken);
    }

    public async Task<DateTimeOffset?> FindAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        string folder = Folder(generation);
        long? last = null;
        await foreach (ObjectEntry entry in store.ListAsync(folder, null, cancellationToken))
        {
            if (FixedWidth.TryParseOffset(entry.Name.AsSpan(folder.Length), out long milliseconds))
                last = milliseconds;
        }

        return last is { } found ? DateTimeOffset.FromUnixTimeMilliseconds(found) : null;
    }

    private static string Folder(TopicGeneration generation) => $"~seen/{generation}/";
}
