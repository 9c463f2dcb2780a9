using System.IO.Compression;

namespace KafkaStore.Avro;

/// <summary>How the blocks of a container are compressed.</summary>
/// <param name="Name">As in <c>avro.codec</c>: <c>deflate</c> or <c>null</c>.</param>
/// <param name="Level">0 (stored) to 9 (smallest) for deflate; 0 for null.</param>
public readonly record struct ContainerCodec(string Name, int Level)
{
    public const int DefaultDeflateLevel = 6;

    public static ContainerCodec Null { get; } = new("null", 0);

    /// <exception cref="ArgumentOutOfRangeException">The level is not 0 to 9.</exception>
    public static ContainerCodec Deflate(int level = DefaultDeflateLevel) =>
        level is >= 0 and <= 9
            ? new("deflate", level)
            : throw new ArgumentOutOfRangeException(nameof(level), level, "A deflate level is 0 to 9.");

    /// <summary>Compresses one block in one call, so that its bytes depend on nothing but its content and the codec.</summary>
    /// <param name="block">What to compress.</param>
    /// <param name="compressed">Overwritten; the result may point into it.</param>
    internal ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> block, MemoryStream compressed)
    {
        if (Name == "null")
            return block;
        compressed.SetLength(0);
        using (var deflate = new DeflateStream(compressed, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
            deflate.Write(block.Span);
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    public override string ToString() => Name == "null" ? Name : $"{Name}:{Level}";
}
