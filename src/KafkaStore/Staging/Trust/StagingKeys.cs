using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KafkaStore.Staging.Trust;

/// <summary>
/// The keys by which an archiver knows its own chunks: the first one signs, all of them are accepted, so that one can take the
/// place of another. Without any nothing tells a chunk of ours from one that somebody else put there.
/// </summary>
public sealed class StagingKeys
{
    /// <summary>A shorter key is refused.</summary>
    public const int LeastBytes = 32;

    /// <summary>Separates keys in a setting.</summary>
    public const char Separator = ',';

    private readonly IReadOnlyList<byte[]> keys;

    private StagingKeys(IReadOnlyList<byte[]> keys) => this.keys = keys;

    /// <summary>Every sound chunk is believed.</summary>
    public static StagingKeys None { get; } = new([]);

    public bool IsEmpty => keys.Count == 0;

    /// <param name="texts">Base64, at least 32 bytes each; blank ones are passed over.</param>
    /// <exception cref="StagingKeyException">One can't be used; the message does not repeat it.</exception>
    public static StagingKeys Parse(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var keys = new List<byte[]>();
        foreach (string text in texts.Select(text => text.Trim()).Where(text => text.Length > 0))
        {
            byte[] bytes = new byte[text.Length];
            if (!Convert.TryFromBase64String(text, bytes, out int length) || length < LeastBytes)
                throw new StagingKeyException(keys.Count + 1);
            keys.Add(bytes[..length]);
        }

        return new StagingKeys(keys);
    }

    /// <summary>The code of a chunk with this header, in hex.</summary>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    internal string Sign(ChunkName name, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> header) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys.Count > 0 ? keys[0] : throw new InvalidOperationException(), Text(name, header)));

    /// <summary>Whether the header's code is by one of the keys; where there are none, any header will do.</summary>
    internal bool Accept(ChunkName name, ContainerHeader header) =>
        IsEmpty
        || (Sha256Hash.TryParse(header.Text(HeaderKeys.ChunkCode), out Sha256Hash code) && IsCode(code, Text(name, header.Metadata)));

    /// <summary>The code of an object whose name says all that it says, in hex; null where there is no key.</summary>
    internal string? SignName(string name) => IsEmpty ? null : Convert.ToHexStringLower(HMACSHA256.HashData(keys[0], NameText(name)));

    /// <summary>Whether the code is by one of the keys; where there are none, any will do.</summary>
    internal bool AcceptName(string name, string? code) =>
        IsEmpty || (Sha256Hash.TryParse(code, out Sha256Hash given) && IsCode(given, NameText(name)));

    private bool IsCode(Sha256Hash code, byte[] text)
    {
        byte[] given = code.ToBytes();
        bool accepted = false;
        foreach (byte[] key in keys)
            accepted |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, text), given);
        return accepted;
    }

    // No chunk's, which has keys of a header besides.
    private static byte[] NameText(string name)
    {
        var text = new ArrayBufferWriter<byte>(128);
        Write(text, Encoding.UTF8.GetBytes(name));
        return text.WrittenSpan.ToArray();
    }

    // The name, and every key of ours with its value, each after its length, so that no two chunks have the same text.
    private static byte[] Text(ChunkName name, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> header)
    {
        var text = new ArrayBufferWriter<byte>(1024);
        Write(text, Encoding.UTF8.GetBytes(name.ToString()));
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> covered = header
            .Where(entry => entry.Key.StartsWith(HeaderKeys.Own, StringComparison.Ordinal) && entry.Key != HeaderKeys.ChunkCode)
            .OrderBy(entry => entry.Key, StringComparer.Ordinal);
        foreach ((string key, ReadOnlyMemory<byte> value) in covered)
        {
            Write(text, Encoding.UTF8.GetBytes(key));
            Write(text, value.Span);
        }

        return text.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32BigEndian(text.GetSpan(sizeof(int)), part.Length);
        text.Advance(sizeof(int));
        text.Write(part);
    }
}

/// <summary>A staging key can't be used.</summary>
/// <param name="number">Which of several, from 1 on.</param>
public sealed class StagingKeyException(int number)
    : Exception(
        $"staging key {number} is not base64 of at least {StagingKeys.LeastBytes} bytes: make one with 'openssl rand -base64 {StagingKeys.LeastBytes}'"
    );
