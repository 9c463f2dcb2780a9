using KafkaStore.Naming;
using KafkaStore.Storage;

namespace KafkaStore.Archiving;

/// <summary>Keeps damaged chunks out of the way of their names.</summary>
internal sealed class DamagedChunks(IStagingStore store, ChunkReader reader)
{
    /// <summary>Where they are kept after their records were found elsewhere or declared lost.</summary>
    private const string Folder = "~damaged/";

    /// <summary>
    /// Moves a damaged chunk aside, bytes as they are, so that its name is free for the same records read again. One that
    /// another run has set aside meanwhile stays: its records may be staged anew under the same name.
    /// </summary>
    public async Task SetAsideAsync(ChunkName name, CancellationToken cancellationToken)
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
            await store.CreateAsync(Folder + name, content, cancellationToken).ConfigureAwait(false);
        }

        await store.DeleteAsync(name.ToString(), cancellationToken).ConfigureAwait(false);
    }
}

