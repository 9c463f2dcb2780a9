namespace KafkaStore.Reading.Objects;

/// <summary>The chain of names: an object's successor is named for its next offset, so that from any object on the others are found.</summary>
public static class ArchiveChain
{
    /// <summary>The objects from this one on, up to the first that is not there; each is looked for when it is asked for.</summary>
    /// <exception cref="DamagedContainerException">An object can't be read, or is another than its name says.</exception>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public static async IAsyncEnumerable<ArchiveObject> FollowAsync(
        this ArchiveObjects objects,
        ArchiveName from,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (ArchiveName name = from; await objects.FindAsync(name, cancellationToken) is { } archived; name = archived.NextName)
            yield return archived;
    }

    /// <summary>As above, from an object on that was found before; none without one.</summary>
    public static async IAsyncEnumerable<ArchiveObject> FollowAsync(
        this ArchiveObjects objects,
        ArchiveEntry? from,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (from is not { } entry)
            yield break;
        ArchiveObject first = await objects.OpenAsync(entry, cancellationToken);
        yield return first;
        await foreach (ArchiveObject next in objects.FollowAsync(first.NextName, cancellationToken))
            yield return next;
    }
}
