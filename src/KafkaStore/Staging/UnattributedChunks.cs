using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage;

namespace KafkaStore.Staging;

/// <summary>
/// Chunks that may be of a topic or of another that was created in its place. They keep their names, in a folder of their own, and
/// stay until somebody removes them or a generation turns out to hold the same.
/// </summary>
internal sealed class UnattributedChunks(IStagingStore store)
{
    private readonly SubfolderStore own = new(store, "~unattributed/");

    /// <summary>Moves a staged chunk here, bytes as they are.</summary>
    public async Task TakeAsync(ChunkName name, CancellationToken cancellationToken)
    {
        try
        {
            await using (Stream stream = await store.OpenReadAsync(name.ToString(), 0, null, cancellationToken))
            {
                var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes, cancellationToken);
                var content = ObjectContent.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
                await own.CreateAsync(name.ToString(), content, cancellationToken);
            }

            await store.DeleteAsync(name.ToString(), cancellationToken);
        }
        catch (ObjectMissingException)
        {
            // Another run was first.
        }
    }

    public Task<IReadOnlyList<ChunkName>> StageAsync(
        TopicPartition partition,
        IReadOnlyList<EncodedRecord> records,
        DateTimeOffset acceptedAt,
        CancellationToken cancellationToken
    )
    {
        var reader = new ChunkReader(own);
        return new ChunkWriter(own, reader, new DamagedChunks(own, reader)).WriteAsync(partition, records, acceptedAt, cancellationToken);
    }
}
