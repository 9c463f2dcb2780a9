namespace KafkaStore.Staging;

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
            if (await reader.ReadAsync(name, cancellationToken) is not null)
                return;
            await MoveAsideAsync(name, cancellationToken);
        }
        catch (ObjectMissingException)
        {
            // Likewise.
        }
    }

    private async Task MoveAsideAsync(ChunkName name, CancellationToken cancellationToken)
    {
        await using (Stream stream = await store.OpenReadAsync(name.ToString(), 0, null, cancellationToken))
        {
            var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            var content = ObjectContent.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            await store.CreateAsync(Folder + name, content, cancellationToken);
        }

        await store.DeleteAsync(name.ToString(), cancellationToken);
    }
}
