using System.Text.Json;

namespace KafkaStore.Reading.Formats;

/// <summary>Decodes keys and values whose schemas the archive keeps. Any number of threads may use it.</summary>
public interface IValueDecoder
{
    /// <summary>Writes a key or value as JSON.</summary>
    /// <param name="json">Receives one JSON value, or nothing where the answer is a sentence.</param>
    /// <param name="framed">The whole key or value, schema id included.</param>
    /// <returns>Null when it was written; otherwise one clear sentence on why it can't be decoded.</returns>
    /// <exception cref="StorageException">The archive can't be read now.</exception>
    public ValueTask<string?> WriteAsync(Utf8JsonWriter json, ReadOnlyMemory<byte> framed, CancellationToken cancellationToken);
}
