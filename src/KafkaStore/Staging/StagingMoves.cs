namespace KafkaStore.Staging;

/// <summary>Moves between names of a staging location.</summary>
internal static class StagingMoves
{
    /// <summary>Bytes as they are; the copy is durable before the original goes.</summary>
    /// <exception cref="ObjectMissingException">There is nothing of that name.</exception>
    public static async Task MoveAsync(this IStagingStore store, string name, string to, CancellationToken cancellationToken)
    {
        await using (Stream stream = await store.OpenReadAsync(name, 0, null, cancellationToken))
        {
            var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, cancellationToken);
            var content = ObjectContent.FromBytes(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
            await store.CreateAsync(to, content, cancellationToken);
        }

        await store.DeleteAsync(name, cancellationToken);
    }
}
