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
            if (await reader.ReadAsync(name, cancellationToken) is null)
                await store.MoveAsync(name.ToString(), Folder + name, cancellationToken);
        }
        catch (ObjectMissingException)
        {
            // Likewise.
        }
    }

    /// <summary>Moves one aside that is sound and not true: the broker has records where it says there are none.</summary>
    public async Task SetRefutedAsideAsync(ChunkName proof, CancellationToken cancellationToken)
    {
        try
        {
            await store.MoveAsync(proof.ToString(), Folder + proof, cancellationToken);
        }
        catch (ObjectMissingException)
        {
            // Another run was first.
        }
    }
}
