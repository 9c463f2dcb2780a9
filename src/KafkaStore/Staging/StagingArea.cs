using KafkaStore.Markers;
using KafkaStore.Staging.Trust;

namespace KafkaStore.Staging;

/// <summary>The staging location: accepted records as immutable chunks, until the archive has them.</summary>
public sealed class StagingArea
{
    private const string UnattributedFolder = "~unattributed/";

    private readonly IStagingStore store;
    private readonly ChunkReader reader;
    private readonly DamagedChunks damaged;
    private readonly ChunkWriter writer;
    private readonly SeenTimes seen;
    private readonly AcceptedTimes times;
    private readonly TimeProvider clock;

    private readonly StagingKeys keys;

    /// <param name="store">The staging location; never inside an archive's topics.</param>
    /// <param name="keys">What its chunks are signed with; null for nothing.</param>
    /// <param name="clock">Nothing was accepted later than it says; null for the system's.</param>
    public StagingArea(IStagingStore store, StagingKeys? keys = null, TimeProvider? clock = null)
    {
        this.store = store;
        this.keys = keys ?? StagingKeys.None;
        this.clock = clock ?? TimeProvider.System;
        times = new AcceptedTimes(this.clock);
        reader = new ChunkReader(store, this.keys);
        damaged = new DamagedChunks(store, reader);
        writer = new ChunkWriter(store, reader, damaged, this.keys);
        seen = new SeenTimes(store, this.keys);
        Faults = new FaultFiles(store);
    }

    /// <summary>The faults of the partitions that are staged here.</summary>
    public FaultFiles Faults { get; }

    public string DisplayName => store.DisplayName;

    /// <summary>Chunks are believed by their codes alone, and not by what the brokers say.</summary>
    public bool IsSigned => !keys.IsEmpty;

    /// <summary>What the brokers said, where that counts: chunks are not signed.</summary>
    internal Witnessed Witnessed { get; } = new();

    /// <summary>
    /// Chunks that may be of a topic or of another that was created in its place. They keep their names, and stay until somebody
    /// removes them or a generation turns out to hold the same.
    /// </summary>
    internal StagingArea Unattributed => field ??= new StagingArea(new SubfolderStore(store, UnattributedFolder), keys, clock);

    /// <summary>Stages records, just had from the broker, that ascend by offset; when it returns they are durable.</summary>
    public Task<IReadOnlyList<ChunkName>> StageAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        if (!IsSigned && records.Count > 0)
            Witnessed.Reached(partition, records[^1].Offset + 1);
        return RestageAsync(partition, records, acceptedAt, cancellationToken);
    }

    /// <summary>Stages a proof that these ranges, ascending and apart, hold no record, as the broker has just said.</summary>
    public Task<ChunkName> StageProofAsync(
        TopicPartition partition,
        IReadOnlyList<OffsetRange> ranges,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        if (!IsSigned)
            Witnessed.Empty(partition, ranges);
        return RestageProofAsync(partition, ranges, acceptedAt, cancellationToken);
    }

    /// <summary>Stages records anew that were staged before, in other chunks.</summary>
    internal Task<IReadOnlyList<ChunkName>> RestageAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    ) => writer.WriteAsync(partition, records, acceptedAt, cancellationToken);

    /// <summary>Likewise proofs.</summary>
    internal Task<ChunkName> RestageProofAsync(
        TopicPartition partition,
        IReadOnlyList<OffsetRange> ranges,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    ) => writer.WriteProofAsync(partition, ranges, acceptedAt, cancellationToken);

    /// <summary>The partition's chunks, ascending by first offset.</summary>
    public async Task<IReadOnlyList<ChunkName>> ListAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        var chunks = new List<ChunkName>();
        await foreach (ObjectEntry entry in store.ListAsync(ArchiveName.Folder(partition), null, cancellationToken))
        {
            if (ChunkName.TryParse(entry.Name, out ChunkName name))
                chunks.Add(name);
        }

        return chunks;
    }

    public Task DeleteAsync(ChunkName name, CancellationToken cancellationToken) => store.DeleteAsync(name.ToString(), cancellationToken);

    /// <summary>Deletes chunks, no more than so many at a time, in any order.</summary>
    internal Task DeleteAsync(IReadOnlyList<ChunkName> names, int atATime, CancellationToken cancellationToken) =>
        SideBySide.ForAsync(names.Count, atATime, (i, cancelled) => DeleteAsync(names[i], cancelled), cancellationToken);

    /// <summary>The id that tells this staging location from any other, made when it is first asked for.</summary>
    public async Task<string> GetIdAsync(CancellationToken cancellationToken)
    {
        var fresh = new StagingMarker(Guid.NewGuid().ToString("N"));
        await store.CreateAsync(MarkerName.StagingId, Marker.Content(fresh), cancellationToken);
        StagingMarker? marker = await Marker.FindAsync<StagingMarker>(store, MarkerName.StagingId, cancellationToken);
        return marker?.Id ?? throw new StorageUnavailableException($"The staging id of {store.DisplayName} vanished while it was read.");
    }

    /// <summary>The whole chunk.</summary>
    /// <exception cref="DamagedChunkException">It is not what its name says.</exception>
    /// <exception cref="ChunkVanishedException">It is gone.</exception>
    internal async Task<StagedChunk> ReadAsync(ChunkName name, CancellationToken cancellationToken)
    {
        StagedChunk chunk = await SoundAsync(name, reader.ReadAsync, cancellationToken);
        return chunk with { AcceptedAt = times.Of(name, chunk.AcceptedAt) };
    }

    /// <summary>What the chunk's header says.</summary>
    /// <exception cref="DamagedChunkException">The header is damaged.</exception>
    /// <exception cref="ChunkVanishedException">The chunk is gone.</exception>
    internal async Task<ChunkOutline> ReadOutlineAsync(ChunkName name, CancellationToken cancellationToken)
    {
        ChunkOutline outline = await SoundAsync(name, reader.ReadOutlineAsync, cancellationToken);
        return outline with { AcceptedAt = times.Of(name, outline.AcceptedAt) };
    }

    /// <summary>Those of the chunks that were accepted later, by their headers.</summary>
    /// <exception cref="DamagedChunkException">A header is damaged.</exception>
    /// <exception cref="ChunkVanishedException">A chunk is gone.</exception>
    internal async Task<IReadOnlyList<ChunkName>> FindAcceptedAfterAsync(
        DateTimeOffset time,
        IEnumerable<ChunkName> chunks,
        CancellationToken cancellationToken
    )
    {
        var later = new List<ChunkName>();
        foreach (ChunkName chunk in chunks)
        {
            if ((await ReadOutlineAsync(chunk, cancellationToken)).AcceptedAt > time)
                later.Add(chunk);
        }

        return later;
    }

    internal Task SetAsideAsync(ChunkName name, CancellationToken cancellationToken) => damaged.SetAsideAsync(name, cancellationToken);

    /// <summary>Keeps a proof out of the way that the broker has refuted.</summary>
    internal Task SetRefutedAsideAsync(ChunkName proof, CancellationToken cancellationToken) =>
        damaged.SetRefutedAsideAsync(proof, cancellationToken);

    /// <summary>Keeps a chunk that belongs to no generation for certain out of the way of all.</summary>
    internal async Task SetUnattributedAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            await store.MoveAsync(name.ToString(), UnattributedFolder + name, cancellationToken);
        }
        catch (ObjectMissingException)
        {
            // Another run was first.
        }
    }

    /// <summary>Notes that the broker had the generation then; what was noted before goes.</summary>
    internal Task NoteSeenAsync(TopicGeneration generation, DateTimeOffset at, CancellationToken cancellationToken) =>
        seen.NoteAsync(generation, at, cancellationToken);

    /// <summary>When the broker last had the generation; null where that is not noted.</summary>
    internal Task<DateTimeOffset?> FindSeenAsync(TopicGeneration generation, CancellationToken cancellationToken) =>
        seen.FindAsync(generation, cancellationToken);

    /// <summary>The partitions of a topic or generation that have chunks, ascending.</summary>
    public async Task<IReadOnlyList<TopicPartition>> FindPartitionsAsync(TopicGeneration generation, CancellationToken cancellationToken)
    {
        var partitions = new SortedSet<TopicPartition>();
        await foreach (ObjectEntry entry in store.ListAsync($"{generation}/", null, cancellationToken))
        {
            if (ChunkName.TryParse(entry.Name, out ChunkName name))
                partitions.Add(name.Partition);
        }

        return [.. partitions];
    }

    // Read again before it is called damaged, since that sets it aside.
    private async Task<T> SoundAsync<T>(
        ChunkName name,
        Func<ChunkName, CancellationToken, Task<T?>> readAsync,
        CancellationToken cancellationToken
    )
        where T : class
    {
        try
        {
            return await readAsync(name, cancellationToken)
                ?? await readAsync(name, cancellationToken)
                ?? throw new DamagedChunkException(this, name);
        }
        catch (ObjectMissingException e)
        {
            throw new ChunkVanishedException(name, e);
        }
    }
}
