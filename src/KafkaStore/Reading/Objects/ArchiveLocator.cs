namespace KafkaStore.Reading.Objects;

/// <summary>
/// Finds archive objects by offset, from their names alone: by narrowing digit prefixes, so that a partition with a million
/// objects costs a handful of listings and not a thousand.
/// </summary>
public sealed class ArchiveLocator(IObjectReader store) : IArchiveEntries
{
    private const int Digits = FixedWidth.OffsetDigits;

    /// <summary>The object with the greatest base offset at or below this one, or null.</summary>
    public async Task<ArchiveEntry?> FindAtOrBelowAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        if (offset < 0)
            return null;
        string digits = FixedWidth.Offset(offset);
        ArchivePage page = await PageAsync(partition, "", cancellationToken);
        if (page.Covers(offset))
            return page.AtOrBelow(offset);

        // With this many digits in common there are more objects than fit into a page; with that many there is none at or
        // below the offset. The answer is in between, most often with a number of digits that is tried on the way.
        (int tooMany, int none) = (0, Digits + 1);
        while (none - tooMany > 1)
        {
            int common = (tooMany + none) / 2;
            page = await PageAsync(partition, digits[..common], cancellationToken);
            if (!page.Covers(offset))
                tooMany = common;
            else if (page.AtOrBelow(offset) is { } found)
                return found;
            else
                none = common;
        }

        for (char digit = (char)(digits[tooMany] - 1); digit >= '0'; digit--)
        {
            if (await FindGreatestAsync(partition, digits[..tooMany] + digit, cancellationToken) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>
    /// The last object, or null when the partition has none. In a partition with more than a thousand objects, one of which
    /// jumps over a whole block of offsets, it may be one before that: following the chain of names from it leads to the end.
    /// </summary>
    public async Task<ArchiveEntry?> FindLastAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        ArchivePage page = await PageAsync(partition, "", cancellationToken);
        if (!page.IsFull || page.Entries.Count == 0)
            return page.Entries.Count == 0 ? null : page.Entries[^1];

        // Objects follow each other without a gap, so when some have a digit more than these, some begin with a 1.
        int zeros = Digits - Significant(page.Entries[^1].Name.BaseOffset);
        string prefix = new('0', zeros);
        while (zeros > 1 && await PageAsync(partition, prefix[1..] + '1', cancellationToken) is { Entries.Count: > 0 } larger)
        {
            zeros--;
            prefix = prefix[1..];
            page = larger;
        }

        page = await PageAsync(partition, prefix, cancellationToken);
        while (page.IsFull)
            (prefix, page) = await NarrowAsync(partition, prefix, page, cancellationToken);
        return page.Entries[^1];
    }

    /// <summary>The partition's first object, or null.</summary>
    public async Task<ArchiveEntry?> FindFirstAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        await foreach (ObjectEntry entry in store.ListAsync(ArchiveName.Folder(partition), null, cancellationToken))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName name) && name.Partition == partition)
                return new ArchiveEntry(name, entry.Length);
        }

        return null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectOutline> ListAsync(
        TopicPartition partition,
        long offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        // Without an offset the listing itself begins with the first.
        ArchiveEntry? first = offset > 0 ? await FindAtOrBelowAsync(partition, offset, cancellationToken) : null;
        string folder = ArchiveName.Folder(partition);
        await foreach (ObjectEntry entry in store.ListAsync(folder, first?.Name.ToString(), cancellationToken))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName name) && name.Partition == partition)
                yield return new ObjectOutline(new ArchiveEntry(name, entry.Length));
        }
    }

    // The greatest digit that objects have next, found as if every smaller one had some too.
    private async Task<(string Prefix, ArchivePage Page)> NarrowAsync(
        TopicPartition partition,
        string prefix,
        ArchivePage page,
        CancellationToken cancellationToken
    )
    {
        // The page ends with an object, so this digit has one at least.
        int some = FixedWidth.Offset(page.Entries[^1].Name.BaseOffset)[prefix.Length] - '0';
        int none = 10;
        ArchivePage? best = null;
        while (none - some > 1)
        {
            int digit = (some + none) / 2;
            ArchivePage tried = await PageAsync(partition, $"{prefix}{digit}", cancellationToken);
            if (tried.Entries.Count == 0)
                none = digit;
            else
                (some, best) = (digit, tried);
        }

        string narrowed = $"{prefix}{some}";
        return (narrowed, best ?? await PageAsync(partition, narrowed, cancellationToken));
    }

    // The greatest object below a prefix that has none past the wanted offset.
    private async Task<ArchiveEntry?> FindGreatestAsync(TopicPartition partition, string prefix, CancellationToken cancellationToken)
    {
        ArchivePage page = await PageAsync(partition, prefix, cancellationToken);
        for (char digit = '9'; page.IsFull && digit >= '0'; digit--)
        {
            if (await FindGreatestAsync(partition, prefix + digit, cancellationToken) is { } found)
                return found;
        }

        return page.Entries.Count == 0 ? null : page.Entries[^1];
    }

    private Task<ArchivePage> PageAsync(TopicPartition partition, string digits, CancellationToken cancellationToken) =>
        ArchivePage.ReadAsync(store, partition, ArchiveName.Folder(partition) + digits, cancellationToken);

    private static int Significant(long offset) => FixedWidth.Offset(offset).TrimStart('0').Length;
}
