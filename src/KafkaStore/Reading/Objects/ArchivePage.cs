namespace KafkaStore.Reading.Objects;

/// <summary>The first archive objects below a prefix: as many as every store gives in one request.</summary>
/// <param name="Entries">Ascending.</param>
/// <param name="IsFull">There may be more.</param>
internal readonly record struct ArchivePage(IReadOnlyList<ArchiveEntry> Entries, bool IsFull)
{
    private const int Size = 1000;

    /// <summary>The greatest at or below an offset, of those that the page has.</summary>
    public ArchiveEntry? AtOrBelow(long offset)
    {
        for (int i = Entries.Count - 1; i >= 0; i--)
        {
            if (Entries[i].Name.BaseOffset <= offset)
                return Entries[i];
        }

        return null;
    }

    /// <summary>Whether it says all about offsets up to this one.</summary>
    public bool Covers(long offset) => !IsFull || (Entries.Count > 0 && Entries[^1].Name.BaseOffset > offset);

    public static async Task<ArchivePage> ReadAsync(
        IObjectReader store,
        TopicPartition partition,
        string prefix,
        CancellationToken cancellationToken
    )
    {
        var entries = new List<ArchiveEntry>();
        int seen = 0;
        await foreach (ObjectEntry entry in store.ListAsync(prefix, null, cancellationToken))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName name) && name.Partition == partition)
                entries.Add(new ArchiveEntry(name, entry.Length));
            if (++seen == Size)
                break; // before the store is asked for the next page
        }

        return new ArchivePage(entries, seen == Size);
    }
}
