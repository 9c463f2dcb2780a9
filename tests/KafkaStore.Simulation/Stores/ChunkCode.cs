namespace KafkaStore.Simulation.Stores;

/// <summary>
/// Where the code lies in a signed chunk's bytes. What happens to bytes passes over it, so that it is the same with a key as without,
/// which is how most seeds were found.
/// </summary>
internal static class ChunkCode
{
    // The length of the key, the key, the length of 64 digits, the digits.
    private const int EntryLength = 1 + 16 + 2 + 64;

    private static readonly byte[] Key = System.Text.Encoding.UTF8.GetBytes(HeaderKeys.ChunkCode);

    /// <summary>How many bytes there are without it.</summary>
    public static int LengthWithout(ReadOnlySpan<byte> bytes) => bytes.Length - (Find(bytes) >= 0 ? EntryLength : 0);

    /// <summary>Where the byte is that would be there without it.</summary>
    public static int At(ReadOnlySpan<byte> bytes, int index)
    {
        int entry = Find(bytes);
        return entry >= 0 && index >= entry ? index + EntryLength : index;
    }

    private static int Find(ReadOnlySpan<byte> bytes)
    {
        int key = bytes.IndexOf(Key);
        return key > 0 && key - 1 + EntryLength <= bytes.Length ? key - 1 : -1;
    }
}
