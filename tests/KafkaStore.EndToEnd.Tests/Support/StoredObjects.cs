namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>What a store has, looked at from outside.</summary>
internal static class StoredObjects
{
    public static async Task<byte[]> ReadAsync(IObjectReader store, string name)
    {
        await using Stream stream = await store.OpenReadAsync(name, 0, null, default);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>A line for each object: its name and the SHA-256 of its bytes.</summary>
    public static async Task<IReadOnlyList<string>> DigestsAsync(IObjectReader store)
    {
        var lines = new List<string>();
        await foreach (ObjectEntry entry in store.ListAsync("", null, default))
            lines.Add($"{entry.Name} {Convert.ToHexStringLower(SHA256.HashData(await ReadAsync(store, entry.Name)))}");
        return lines;
    }
}
