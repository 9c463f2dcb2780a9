using KafkaStore.Reading.Formats;
using KafkaStore.Schemas.Reading;

namespace KafkaStore.Cli.Reader.Formats;

/// <summary>A key or value as a member of a JSON object; its memory is used again for the next.</summary>
/// <param name="name">Of the member; other formats add theirs to it.</param>
/// <param name="format">How it is shown.</param>
/// <param name="avro">Decodes framed bytes; not needed for another format.</param>
internal sealed class BytesMember(string name, BytesFormat format, AvroValueReader? avro) : IDisposable
{
    private readonly DecodedMember? decoded = avro is null ? null : new DecodedMember(name, avro);
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly byte[] plainName = Encoding.ASCII.GetBytes($"\"{name}\": ");
    private readonly byte[] base64Name = Encoding.ASCII.GetBytes($"\"{name}Base64\": ");
    private readonly byte[] hexName = Encoding.ASCII.GetBytes($"\"{name}Hex\": ");

    /// <summary>The whole member; empty where it is the usual one.</summary>
    public ReadOnlySpan<byte> Json => text.WrittenSpan;

    /// <returns>Why the bytes can't be decoded, in one sentence, and are in base64 for that; otherwise null.</returns>
    public async ValueTask<string?> SetAsync(ReadOnlyMemory<byte>? bytes, CancellationToken cancellationToken)
    {
        text.ResetWrittenCount();
        if (bytes is not { } some)
            return null;
        switch (format)
        {
            case BytesFormat.Base64:
                WriteText(base64Name, Convert.ToBase64String(some.Span));
                return null;
            case BytesFormat.Hex:
                WriteText(hexName, Convert.ToHexStringLower(some.Span));
                return null;
            case BytesFormat.Json:
                text.Write(plainName);
                if (!JsonValue.TryCopy(some.Span, text))
                    text.ResetWrittenCount();
                return null;
            case BytesFormat.Avro:
                return await DecodeAsync(some, cancellationToken);
            default:
                return null;
        }
    }

    public void Dispose() => decoded?.Dispose();

    private async ValueTask<string?> DecodeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (await decoded!.SetAsync(bytes, cancellationToken) is { } problem)
        {
            WriteText(base64Name, Convert.ToBase64String(bytes.Span));
            return problem;
        }

        text.Write(decoded.Json);
        return null;
    }

    private void WriteText(byte[] member, string ascii)
    {
        text.Write(member);
        text.Write("\""u8);
        Encoding.ASCII.GetBytes(ascii, text);
        text.Write("\""u8);
    }
}
