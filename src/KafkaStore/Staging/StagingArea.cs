using KafkaStore.Markers;

namespace KafkaStore.Staging;

/// <summary>The staging location: accepted records as immutable chunks, until the archive has them.</summary>
public sealed class StagingArea
{
    private readonly IStagingStore store;
    private readonly ChunkReader reader;
    private readonly DamagedChunks damaged;
    private readonly ChunkWriter writer;

    /// <param name="store">The staging location; never inside an archive's topics.</param>
    public StagingArea(IStagingStore store)
    {
        this.store = store;
        reader = new ChunkReader(store);
        damaged = new DamagedChunks(store, reader);
        writer = new ChunkWriter(store, reader, damaged);
    }

    public string DisplayName => store.DisplayName;

    /// <summary>Stages records that ascend by offset; when it returns they are durable.</summary>
    public Task<IReadOnlyList<ChunkName>> StageAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    ) => writer.WriteAsync(partition, records, acceptedAt, cancellationToken);

    /// <summary>Stages a proof that these ranges, ascending and apart, hold no record.</summary>
    public Task<ChunkName> StageProofAsync(
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
    internal Task<StagedChunk> ReadAsync(ChunkName name, CancellationToken cancellationToken) =>
        SoundAsync(name, reader.ReadAsync, cancellationToken);

    /// <summary>What the chunk's header says.</summary>
    /// <exception cref="DamagedChunkException">The header is damaged.</exception>
    /// <exception cref="ChunkVanishedException">The chunk is gone.</exception>
    internal Task<ChunkOutline> ReadOutlineAsync(ChunkName name, CancellationToken cancellationToken) =>
        SoundAsync(name, reader.ReadOutlineAsync, cancellationToken);

    internal Task SetAsideAsync(ChunkName name, CancellationToken cancellationToken) => damaged.SetAsideAsync(name, cancellationToken);

    // Read again before it is called damaged, since that sets it aside.
    private static async Task<T> SoundAsync<T>(
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
                ?? throw new DamagedChunkException(name);
        }
        catch (ObjectMissingException e)
        {
            throw new ChunkVanishedException(name, e);
        }
    }
}
