using KafkaStore.Reading.Objects;

namespace KafkaStore.Mirroring;

/// <summary>Fills a store with all that an archive has, at once: from a list of both, so that gaps in the mirror are filled too.</summary>
/// <param name="spoolFolder">For objects in between; null for the system's temporary folder.</param>
public sealed class MirrorFill(IObjectReader archive, IObjectStore mirror, string? spoolFolder = null)
{
    private readonly ArchiveObjects originals = new(archive);
    private readonly ObjectCopier copier = new(archive, mirror, spoolFolder);
    private readonly HashSet<TopicPartition> broken = [];
    private readonly List<string> conflicts = [];

    /// <summary>Bytes copied or found there so far.</summary>
    public long DoneBytes { get; private set; }

    /// <summary>Bytes of all objects; known once both stores have been listed.</summary>
    public long TotalBytes { get; private set; }

    public long Copied { get; private set; }

    public long CopiedBytes { get; private set; }

    public long AlreadyThere { get; private set; }

    /// <summary>What is wrong, a sentence an object; nothing after such an object of its partition was copied.</summary>
    public IReadOnlyList<string> Conflicts => conflicts;

    /// <param name="topics">With all their generations; empty for all that there is.</param>
    /// <exception cref="StorageException">A store can't be read or written.</exception>
    public async Task RunAsync(IReadOnlyCollection<string> topics, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await new ArchiveTopics(archive).WithGenerationsAsync(topics, cancellationToken);
        await foreach (ObjectEntry entry in EntriesAsync(names, cancellationToken))
            TotalBytes += entry.Length;
        await foreach (ObjectEntry entry in EntriesAsync(names, cancellationToken))
            await CopyAsync(entry, cancellationToken);
    }

    // Markers first: a mirror that has objects should say where they begin.
    private async IAsyncEnumerable<ObjectEntry> EntriesAsync(
        IReadOnlyCollection<string> topics,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IEnumerable<string> prefixes =
            topics.Count == 0
                ? [MarkerName.Root, ""]
                : [.. topics.SelectMany(MarkerName.PrefixesOf).Distinct(StringComparer.Ordinal), .. topics.Select(topic => topic + "/")];
        foreach (string prefix in prefixes)
        {
            bool markers = prefix.StartsWith(MarkerName.Root, StringComparison.Ordinal);
            await foreach (ObjectEntry entry in archive.ListAsync(prefix, null, cancellationToken))
            {
                var name = StoredName.Of(entry.Name);
                if (markers ? name.IsMarker : name.Kind == StoredNameKind.Object)
                    yield return entry;
            }
        }
    }

    private async Task CopyAsync(ObjectEntry entry, CancellationToken cancellationToken)
    {
        var stored = StoredName.Of(entry.Name);
        if (stored.Kind == StoredNameKind.Object && broken.Contains(stored.Partition))
            return;
        try
        {
            await CopyUncheckedAsync(entry, cancellationToken);
        }
        catch (Exception e) when (e is MirrorConflictException or DamagedContainerException or ObjectOfflineException)
        {
            broken.Add(stored.Partition);
            conflicts.Add(e.Message);
        }
    }

    private async Task CopyUncheckedAsync(ObjectEntry entry, CancellationToken cancellationToken)
    {
        ObjectProperties? there = await mirror.FindAsync(entry.Name, cancellationToken);
        if (there is not null && there.Length != entry.Length)
            throw new MirrorConflictException(entry.Name, archive.DisplayName, mirror.DisplayName);
        if (there is not null)
        {
            // Same name, same length; where both stores keep an MD5 it is compared for nothing.
            ObjectProperties? original = there.Md5 is null ? null : await archive.FindAsync(entry.Name, cancellationToken);
            if (original?.Md5 is { } md5 && md5 != there.Md5)
                throw new MirrorConflictException(entry.Name, archive.DisplayName, mirror.DisplayName);
            AlreadyThere++;
        }
        else
        {
            ArchiveObject? original = ArchiveName.TryParse(entry.Name, out ArchiveName name)
                ? await originals.FindAsync(name, cancellationToken)
                : null;
            await copier.CopyAsync(entry.Name, original?.Facts?.ToObjectMetadata(), cancellationToken);
            Copied++;
            CopiedBytes += entry.Length;
        }

        DoneBytes += entry.Length;
    }
}
