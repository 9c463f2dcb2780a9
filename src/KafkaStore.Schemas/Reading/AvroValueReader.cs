using KafkaStore.Reading.Formats;
using KafkaStore.Schemas.Decoding;

namespace KafkaStore.Schemas.Reading;

/// <summary>
/// Decodes keys and values that Confluent's serializers wrote, with the schemas that the archive keeps; no registry is asked.
/// Any number of threads may use it.
/// </summary>
public sealed class AvroValueReader(StoredSchemas schemas) : IValueDecoder
{
    /// <summary>
    /// Writes a key or value as JSON: records and maps as objects, enums as their symbols, unions as the value alone, bytes as
    /// text where they are UTF-8 and as <c>{"base64": "…"}</c> elsewhere, times in ISO 8601, decimals as text.
    /// </summary>
    /// <param name="json">Receives one JSON value, or nothing where the answer is a sentence.</param>
    /// <param name="framed">The whole key or value, schema id included.</param>
    /// <returns>Null when it was written; otherwise one clear sentence on why it can't be decoded.</returns>
    /// <exception cref="StorageException">The archive can't be read now.</exception>
    public async ValueTask<string?> WriteAsync(Utf8JsonWriter json, ReadOnlyMemory<byte> framed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!ConfluentFraming.TrySplit(framed, out int id, out ReadOnlyMemory<byte> data))
            return "The bytes are not framed as Confluent's serializers do it: a zero byte and a schema's id come first.";
        (CompiledSchema? schema, string? problem) = await schemas.FindAsync(id, cancellationToken);
        if (schema is null)
            return problem;
        try
        {
            schema.WriteJson(json, data);
            return null;
        }
        catch (FormatException e)
        {
            return $"The bytes are not of schema {id}, which they name: {e.Message}.";
        }
    }
}
