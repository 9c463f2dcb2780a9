using System.Runtime.CompilerServices;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage;

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
        NamesAsync("", TopicName.IsValid, cancellationToken);

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
            if (name[prefix.Length] == Own)
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
