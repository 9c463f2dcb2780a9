namespace KafkaStore.Reading.Objects;

/// <summary>
/// The topics and partitions of an archive, found without listing their objects: by the store's folders where it can list
/// those, otherwise by going past the rest of a folder once its first object is known.
/// </summary>
public sealed class ArchiveTopics(IObjectReader store)
{
    // Comes right after '/' in ordinal order, so that TOPIC0 is the first name past all that begin with TOPIC/.
    private const char AfterSlash = (char)('/' + 1);

    // What the archive keeps for itself begins with this, and no character of a topic's name sorts after it.
    private const char Own = '~';

    /// <summary>Topics with at least one object; in the order of their folders' names, in which <c>a-b</c> comes before <c>a</c>.</summary>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public IAsyncEnumerable<string> TopicsAsync(CancellationToken cancellationToken) =>
        NamesAsync("", TopicGeneration.IsName, cancellationToken);

    /// <summary>These topics, and after each the later generations that the archive has something of.</summary>
    /// <param name="topics">Names of generations are taken as they are.</param>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<IReadOnlyList<string>> WithGenerationsAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (string topic in topics)
        {
            names.Add(topic);
            if (TopicGeneration.TryParse(topic, out TopicGeneration first) && first.Number == 0)
                names.AddRange((await LaterAsync(first, cancellationToken)).Select(later => later.ToString()));
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The topic's partitions with at least one archive object, ascending.</summary>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<IReadOnlyList<TopicPartition>> PartitionsAsync(string topic, CancellationToken cancellationToken)
    {
        var partitions = new List<TopicPartition>();
        await foreach (string name in NamesAsync($"{topic}/", IsPartition, cancellationToken))
        {
            if (FixedWidth.TryParsePartition(name, out int number))
                partitions.Add(new TopicPartition(topic, number));
        }

        partitions.Sort();
        return partitions;
    }

    // One that lost all its records before they were accepted has markers alone.
    private async Task<SortedSet<TopicGeneration>> LaterAsync(TopicGeneration first, CancellationToken cancellationToken)
    {
        var later = new SortedSet<TopicGeneration>();
        foreach (string root in new[] { "", MarkerName.Root })
        {
            await foreach (string digits in SkippingAsync($"{root}{first}{TopicGeneration.Separator}", IsAny, cancellationToken))
            {
                if (TopicGeneration.TryParse($"{first}{TopicGeneration.Separator}{digits}", out TopicGeneration generation))
                    later.Add(generation);
            }
        }

        return later;
    }

    private static bool IsAny(string name) => name.Length > 0;

    private static bool IsPartition(string name) => FixedWidth.TryParsePartition(name, out _);

    private IAsyncEnumerable<string> NamesAsync(string prefix, Func<string, bool> isWanted, CancellationToken cancellationToken) =>
        store is IFolderListing folders
            ? FoldersAsync(folders, prefix, isWanted, cancellationToken)
            : SkippingAsync(prefix, isWanted, cancellationToken);

    private static async IAsyncEnumerable<string> FoldersAsync(
        IFolderListing folders,
        string prefix,
        Func<string, bool> isWanted,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (string folder in folders.ListFoldersAsync(prefix, cancellationToken))
        {
            string name = folder[prefix.Length..^1];
            if (isWanted(name))
                yield return name;
        }
    }

    private async IAsyncEnumerable<string> SkippingAsync(
        string prefix,
        Func<string, bool> isWanted,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        string? startAt = null;
        while (await FirstAsync(prefix, startAt, cancellationToken) is { } name)
        {
            if (name.Length > prefix.Length && name[prefix.Length] == Own)
                yield break;
            int slash = name.IndexOf('/', prefix.Length);
            string own = slash < 0 ? "" : name[prefix.Length..slash];
            if (isWanted(own))
                yield return own;
            startAt = slash < 0 ? name + '\0' : name[..slash] + AfterSlash;
        }
    }

    private async Task<string?> FirstAsync(string prefix, string? startAt, CancellationToken cancellationToken)
    {
        await foreach (ObjectEntry entry in store.ListAsync(prefix, startAt, cancellationToken))
            return entry.Name;
        return null;
    }
}
