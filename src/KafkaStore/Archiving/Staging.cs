using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Archiving;

/// <summary>The staging location: accepted records as immutable chunks, until the archive has them.</summary>
public sealed class Staging(IStagingStore store)
{
    /// <summary>Where damaged chunks are kept after their records were found elsewhere or declared lost.</summary>
    private const string DamagedFolder = "~damaged/";

    private readonly ChunkWriter writer = new(store);
    private readonly ChunkReader reader = new(store);

    public string DisplayName => store.DisplayName;

    /// <summary>Stages records that ascend by offset; when it returns they are durable.</summary>
    public Task<IReadOnlyList<ChunkName>> StageAsync(
        TopicPartition partition, IReadOnlyList<EncodedRecord> records, DateTimeOffset acceptedAt, CancellationToken cancellationToken) =>
        writer.WriteAsync(partition, records, acceptedAt, cancellationToken);

    /// <summary>Stages a proof that these ranges, ascending and apart, hold no record.</summary>
    public Task<ChunkName> StageProofAsync(
        TopicPartition partition, IReadOnlyList<OffsetRange> ranges, DateTimeOffset acceptedAt, CancellationToken cancellationToken) =>
        writer.WriteProofAsync(partition, ranges, acceptedAt, cancellationToken);

    /// <summary>The partition's chunks, ascending by first offset.</summary>
    public async Task<IReadOnlyList<ChunkName>> ListAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        var chunks = new List<ChunkName>();
        await foreach (ObjectEntry entry in store.ListAsync(ArchiveName.Folder(partition), null, cancellationToken).ConfigureAwait(false))
        {
            if (ChunkName.TryParse(entry.Name, out ChunkName name))
                chunks.Add(name);
        }

        return chunks;
    }

    public Task DeleteAsync(ChunkName name, CancellationToken cancellationToken) => store.DeleteAsync(name.ToString(), cancellationToken);

    /// <summary>
    /// The id that tells this staging location from any other, made when it is first asked for.
    /// </summary>
    public async Task<string> GetIdAsync(CancellationToken cancellationToken)
    {
        var fresh = new StagingMarker(Guid.NewGuid().ToString("N"));
        await store.CreateAsync(MarkerName.StagingId, Marker.Content(fresh), cancellationToken).ConfigureAwait(false);
        StagingMarker? marker = await Marker.FindAsync<StagingMarker>(store, MarkerName.StagingId, cancellationToken).ConfigureAwait(false);
        return marker?.Id ?? throw new StorageUnavailableException($"The staging id of {store.DisplayName} vanished while it was read.");
    }

    internal Task<StagedChunk?> ReadAsync(ChunkName name, CancellationToken cancellationToken) => reader.ReadAsync(name, cancellationToken);

    internal Task<ChunkOutline?> ReadOutlineAsync(ChunkName name, CancellationToken cancellationToken) => reader.ReadOutlineAsync(name, cancellationToken);

    /// <summary>
    /// Moves a damaged chunk aside, bytes as they are, so that its name is free for the same records read again. One that
    /// another run has set aside meanwhile stays: its records may be staged anew under the same name.
    /// </summary>
    internal async Task SetAsideAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            if (await reader.ReadAsync(name, cancellationToken).ConfigureAwait(false) is not null)
                return;
            await MoveAsideAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectMissingException)
        {
            // Likewise.
        }
    }

    private async Task MoveAsideAsync(ChunkName name, CancellationToken cancellationToken)
    {
        Stream stream = await store.OpenReadAsync(name.ToString(), 0, null, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            var content = ObjectContent.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            await store.CreateAsync(DamagedFolder + name, content, cancellationToken).ConfigureAwait(false);
        }

        await store.DeleteAsync(name.ToString(), cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Names a staging location.</summary>
public sealed record StagingMarker(string Id);
