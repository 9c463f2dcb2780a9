using KafkaStore.Containers;

namespace KafkaStore.Reading.Objects;

/// <summary>
/// Reads a partition's records from one object on, following the chain of names: an object's successor is named for its
/// next offset. Reads the original tool's objects too, whose records are counted from the base.
/// </summary>
/// <param name="clock">Paces the waiting.</param>
public sealed class ArchiveChainReader(ArchiveObjects objects, TimeProvider clock)
{
    /// <summary>For folders, where looking costs nothing.</summary>
    public static readonly TimeSpan LocalPollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>For clouds, where each look is a request that is paid for.</summary>
    public static readonly TimeSpan CloudPollInterval = TimeSpan.FromSeconds(3);

    /// <summary>How often a missing object is looked for. Default: <see cref="LocalPollInterval"/>.</summary>
    public TimeSpan PollInterval { get; init; } = LocalPollInterval;

    /// <summary>The blocks of all objects up to the first that is missing.</summary>
    /// <param name="first">Of the first object.</param>
    /// <param name="missing">Called with the name of the object that is not there, once for each, before the end or the wait.</param>
    /// <param name="wait">Go on when that object appears instead of ending; then only the token ends it.</param>
    /// <exception cref="DamagedContainerException">An object is damaged, or is another than its name says.</exception>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public IAsyncEnumerable<ArchivedBlock> ReadAsync(
        ArchiveName first,
        Func<ArchiveName, CancellationToken, ValueTask> missing,
        bool wait,
        CancellationToken cancellationToken
    ) => FollowAsync(first, null, long.MaxValue, missing, wait, cancellationToken);

    /// <summary>As <see cref="ReadAsync"/>, up to the object that reaches this offset, which is the last.</summary>
    public IAsyncEnumerable<ArchivedBlock> ReadUntilAsync(
        ArchiveName first,
        long toOffset,
        Func<ArchiveName, CancellationToken, ValueTask> missing,
        bool wait,
        CancellationToken cancellationToken
    ) => FollowAsync(first, null, toOffset, missing, wait, cancellationToken);

    /// <summary>As <see cref="ReadUntilAsync"/>, from the successor of an object on that ends before this offset.</summary>
    public IAsyncEnumerable<ArchivedBlock> ReadAfterAsync(
        ArchiveObject previous,
        long toOffset,
        Func<ArchiveName, CancellationToken, ValueTask> missing,
        bool wait,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(previous);
        return FollowAsync(previous.NextName, previous, toOffset, missing, wait, cancellationToken);
    }

    private async IAsyncEnumerable<ArchivedBlock> FollowAsync(
        ArchiveName name,
        ArchiveObject? previous,
        long toOffset,
        Func<ArchiveName, CancellationToken, ValueTask> missing,
        bool wait,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (true)
        {
            ArchiveObject? archived = await objects.FindAsync(name, cancellationToken);
            if (archived is null)
            {
                await missing(name, cancellationToken);
                if (!wait)
                    yield break;
                archived = await WaitAsync(name, previous, cancellationToken);
            }

            await foreach (ArchivedBlock block in ReadObjectAsync(archived, cancellationToken))
                yield return block;
            if (archived.NextOffset >= toOffset)
                yield break;
            previous = archived;
            name = archived.NextName;
            if (name == archived.Name)
            {
                throw new DamagedContainerException(
                    $"{objects.Display(archived.Name)} has no records, so its successor's name can't be known."
                );
            }
        }
    }

    private async IAsyncEnumerable<ArchivedBlock> ReadObjectAsync(
        ArchiveObject archived,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using ContainerReader reader = await objects.ReadAsync(archived, archived.Name.BaseOffset, cancellationToken);
        long records = 0;
        await foreach (ContainerBlock block in new BlocksAhead(reader).ReadAsync(cancellationToken))
        {
            yield return new ArchivedBlock(archived, block.Records(reader.Layout, archived.Name.BaseOffset + records), block.Data.Length);
            records += block.Count;
        }

        if (archived.Facts is { } facts && facts.Container.Records != records)
        {
            throw new DamagedContainerException(
                $"{objects.Display(archived.Name)} is damaged: it has {records} records where its header says {facts.Container.Records}."
            );
        }
    }

    /// <summary>
    /// Returns when the object is there and whole. Our own stores show all of an object or nothing, but the original tool,
    /// or somebody copying files into the folder, writes in place: such a file counts as whole once it has stopped growing.
    /// </summary>
    private async Task<ArchiveObject> WaitAsync(ArchiveName name, ArchiveObject? previous, CancellationToken cancellationToken)
    {
        var growth = new GrowingObject(clock);
        while (true)
        {
            await Task.Delay(PollInterval, clock, cancellationToken);
            ArchiveName wanted = await SuccessorAsync(name, previous, cancellationToken);
            long? length = (await objects.Store.FindAsync(wanted.ToString(), cancellationToken))?.Length;
            bool settled = growth.HasSettled(length);
            try
            {
                ArchiveObject? archived = length is null ? null : await objects.FindAsync(wanted, cancellationToken);
                if (archived is not null && (archived.Facts is not null || settled))
                    return archived;
            }
            catch (Exception unfinished) when (!settled && unfinished is (DamagedContainerException or StorageUnavailableException))
            {
                // Cut off where its writer has got to, or locked by it; looked at again until it stays as it is.
            }
        }
    }

    // An object of the original tool does not say where it ends: if offsets were skipped in it, its successor's base lies
    // further on than the number of its records says.
    private async ValueTask<ArchiveName> SuccessorAsync(ArchiveName name, ArchiveObject? previous, CancellationToken cancellationToken)
    {
        if (previous is not { Facts: null })
            return name;
        string folder = ArchiveName.Folder(name.Partition);
        await foreach (ObjectEntry entry in objects.Store.ListAsync(folder, name.ToString(), cancellationToken))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName follower))
                return follower;
        }

        return name;
    }
}
