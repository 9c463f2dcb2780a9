using System.Text.Json;

namespace KafkaStore.Reading.Formats;

/// <summary>A decoded key or value as a member of a JSON object; its memory is used again for the next.</summary>
/// <param name="name">Of the member.</param>
/// <param name="decoder">Knows the schemas.</param>
public sealed class DecodedMember(string name, IValueDecoder decoder) : IDisposable
{
    private readonly ArrayBufferWriter<byte> decoded = new();
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly byte[] plainName = Encoding.ASCII.GetBytes($"\"{name}\": ");
    private Utf8JsonWriter? json;

    /// <summary>The whole member, such as <c>"key": {"id": 7}</c>; empty where nothing was decoded.</summary>
    public ReadOnlySpan<byte> Json => text.WrittenSpan;

    /// <returns>Why the bytes can't be decoded, in one sentence; otherwise null.</returns>
    /// <exception cref="StorageException">The archive can't be read now.</exception>
    public async ValueTask<string?> SetAsync(ReadOnlyMemory<byte>? bytes, CancellationToken cancellationToken)
    {
        text.ResetWrittenCount();
        if (bytes is not { } some)
            return null;
        decoded.ResetWrittenCount();
        json ??= new Utf8JsonWriter(decoded);
        json.Reset(decoded);
        if (await decoder.WriteAsync(json, some, cancellationToken) is { } problem)
            return problem;
        await json.FlushAsync(cancellationToken);
        text.Write(plainName);
        JsonText.Copy(decoded.WrittenSpan, text);
        return null;
    }

    public void Dispose() => json?.Dispose();
}
