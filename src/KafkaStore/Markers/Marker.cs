using System.Text.Json;

namespace KafkaStore.Markers;

/// <summary>Small create-only JSON objects: what the archive and the staging location note about themselves.</summary>
internal static class Marker
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static ObjectContent Content<T>(T value) => ObjectContent.FromBytes(JsonSerializer.SerializeToUtf8Bytes(value, Options));

    /// <summary>Null when there is none of that name.</summary>
    /// <exception cref="DamagedContainerException">It is there and can't be read.</exception>
    public static async Task<T?> FindAsync<T>(IObjectReader store, string name, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            await using Stream stream = await store.OpenReadAsync(name, 0, null, cancellationToken);
            return await JsonSerializer.DeserializeAsync<T>(stream, Options, cancellationToken) ?? throw new JsonException("null");
        }
        catch (ObjectMissingException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new DamagedContainerException(
                $"{store.DisplayName.TrimEnd('/')}/{name} is damaged: it is not the JSON this product writes.",
                e
            );
        }
    }
}
