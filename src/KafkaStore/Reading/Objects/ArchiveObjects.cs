using KafkaStore.Containers;

namespace KafkaStore.Reading.Objects;

/// <summary>Opens the archive objects of a store by name.</summary>
public sealed class ArchiveObjects(IObjectReader store)
{
    /// <summary>Enough for most headers in one read: a quarter of a terabyte of records has this much of a block index.</summary>
    private const int HeaderGuessBytes = 64 * 1024;

    public IObjectReader Store => store;

    /// <summary>The object's header, or null when there is no such object.</summary>
    /// <exception cref="ObjectOfflineException">Its body is offline, and what is kept beside it does not say what the header would.</exception>
    /// <exception cref="DamagedContainerException">The object is there and can't be read, or is another than its name says.</exception>
    public async Task<ArchiveObject?> FindAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        return await store.FindAsync(name.ToString(), cancellationToken) is { } stored
            ? (await OpenAsync(new ArchiveEntry(name, stored.Length), stored, true, cancellationToken))! with
            {
                Md5 = stored.Md5,
            }
            : null;
    }

    /// <summary>The header of an object that was listed, with one request.</summary>
    /// <exception cref="ObjectMissingException">It is gone by now.</exception>
    /// <exception cref="ObjectOfflineException">Its body is offline, and what is kept beside it does not say what the header would.</exception>
    /// <exception cref="DamagedContainerException">It can't be read, or is another than its name says.</exception>
    public async Task<ArchiveObject> OpenAsync(ArchiveEntry entry, CancellationToken cancellationToken) =>
        (await OpenAsync(entry, null, true, cancellationToken))!;

    /// <summary>As above, but null for an object of the original tool, which would have to be read whole to say how many records it has.</summary>
    public Task<ArchiveObject?> OpenDescribedAsync(ArchiveEntry entry, CancellationToken cancellationToken) =>
        OpenAsync(entry, null, false, cancellationToken);

    /// <summary>Reads the object's blocks from the one that has this offset on; the caller disposes the reader.</summary>
    public async Task<ContainerReader> ReadAsync(ArchiveObject archived, long fromOffset, CancellationToken cancellationToken)
    {
        archived.EnsureReadable();
        long position = archived.BlockPosition(fromOffset);
        Stream stream = await store.OpenReadAsync(archived.Name.ToString(), position, null, cancellationToken);
        return ContainerReader.Resume(stream, Display(archived.Name), archived.Header);
    }

    /// <summary>Reads the blocks of a slice, with one request; the caller disposes the reader.</summary>
    public async Task<ContainerReader> ReadAsync(ObjectSlice slice, CancellationToken cancellationToken)
    {
        slice.Object.EnsureReadable();
        string path = slice.Object.Name.ToString();
        Stream stream = await store.OpenReadAsync(path, slice.Position, slice.Length, cancellationToken);
        return ContainerReader.Resume(stream, Display(slice.Object.Name), slice.Object.Header, slice.Position);
    }

    /// <summary>The object as messages name it.</summary>
    public string Display(ArchiveName name) => $"{store.DisplayName.TrimEnd('/')}/{name}";

    // Null only where originals are not counted.
    private async Task<ArchiveObject?> OpenAsync(
        ArchiveEntry entry,
        ObjectProperties? known,
        bool countsOriginals,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await OpenBodyAsync(entry, countsOriginals, cancellationToken);
        }
        catch (ObjectOfflineException offline)
        {
            known ??= await store.FindAsync(entry.Name.ToString(), cancellationToken);
            if (known is null || SegmentFacts.Parse(known.Metadata, entry.Name) is not { } facts)
                throw;
            return new ArchiveObject(entry.Name, ContainerHeader.None, facts, facts.NextOffset, entry.Length) { Offline = offline };
        }
    }

    private async Task<ArchiveObject?> OpenBodyAsync(ArchiveEntry entry, bool countsOriginals, CancellationToken cancellationToken)
    {
        (ArchiveName name, long length) = entry;
        string path = name.ToString();
        string display = Display(name);
        ContainerHeader header = await ReadHeaderAsync(path, display, length, cancellationToken);
        if (SegmentFacts.Parse(header) is not { } facts)
        {
            ThrowIfIncomplete(name, header);
            return countsOriginals ? await FindOriginalAsync(name, header, length, cancellationToken) : null;
        }

        if (facts.Container.Name != name)
            throw DamagedContainerException.At(display, 0, $"its header says it is {facts.Container.Name}");
        long expected = header.Length + facts.Container.Blocks.Sum(block => block.Length);
        return expected == length
            ? new ArchiveObject(name, header, facts, facts.NextOffset, length)
            : throw DamagedContainerException.At(display, length, $"it has {length} bytes where its block index says {expected}");
    }

    private void ThrowIfIncomplete(ArchiveName name, ContainerHeader header)
    {
        if (header.Metadata.Keys.Any(key => key.StartsWith("kafka.", StringComparison.Ordinal)))
            throw DamagedContainerException.At(Display(name), 0, "its header's facts are incomplete or contradict each other");
    }

    private async Task<ContainerHeader> ReadHeaderAsync(string path, string display, long length, CancellationToken cancellationToken)
    {
        for (int guess = HeaderGuessBytes; ; guess = Math.Min(guess * 8, ContainerHeader.MaximumLength))
        {
            await using Stream stream = await store.OpenReadAsync(path, 0, guess, cancellationToken);
            byte[] bytes = new byte[Math.Min(guess, length)];
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (ContainerHeader.TryParse(bytes.AsSpan(0, read), out string? problem) is { } header)
                return header;
            if (problem is null && read < guess)
                problem = read == 0 ? "it is empty" : "it ends inside its header";
            if (problem is null && guess >= ContainerHeader.MaximumLength)
                problem = "its header is too long";
            if (problem is not null)
                throw DamagedContainerException.At(display, 0, problem);
        }
    }

    // The original tool's objects have one record an offset, so the next offset is base + count, unless an object that
    // follows inside that range says that there were gaps: then that object's base is.
    private async Task<ArchiveObject> FindOriginalAsync(
        ArchiveName name,
        ContainerHeader header,
        long length,
        CancellationToken cancellationToken
    )
    {
        Stream stream = await store.OpenReadAsync(name.ToString(), header.Length, null, cancellationToken);
        await using var reader = ContainerReader.Resume(stream, Display(name), header);
        long records = 0;
        while (await reader.ReadBlockAsync(cancellationToken) is { } block)
            records += block.Count;
        if (records == 0)
            throw DamagedContainerException.At(Display(name), header.Length, "it has no records");
        long? follower = await FollowerAsync(name, cancellationToken);
        return new ArchiveObject(name, header, null, Math.Max(name.BaseOffset + records, follower ?? 0), length);
    }

    private async Task<long?> FollowerAsync(ArchiveName name, CancellationToken cancellationToken)
    {
        string folder = ArchiveName.Folder(name.Partition);
        var after = new ArchiveName(name.Partition, name.BaseOffset + 1);
        await foreach (ObjectEntry entry in store.ListAsync(folder, after.ToString(), cancellationToken))
        {
            if (ArchiveName.TryParse(entry.Name, out ArchiveName follower))
                return follower.BaseOffset;
        }

        return null;
    }
}
