using System.IO.Compression;

namespace KafkaStore.Avro;

/// <summary>How the blocks of a container are compressed.</summary>
/// <param name="Name">As in <c>avro.codec</c>: one of <see cref="Names"/>.</param>
/// <param name="Level">0 (stored) to 9 (smallest) for deflate, 1 (fastest) to 19 (smallest) for zstandard, 0 for null.</param>
public readonly record struct ContainerCodec(string Name, int Level)
{
    public const int DefaultDeflateLevel = 6;
    public const int DefaultZstandardLevel = 3;

    private const string DeflateName = "deflate";
    private const string ZstandardName = "zstandard";
    private const string NullName = "null";

    /// <summary>All codecs that are written, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [DeflateName, ZstandardName, NullName];

    public static ContainerCodec Null { get; } = new(NullName, 0);

    /// <exception cref="ArgumentOutOfRangeException">The level is not 0 to 9.</exception>
    public static ContainerCodec Deflate(int level = DefaultDeflateLevel) => new ContainerCodec(DeflateName, 0).AtLevel(level);

    /// <exception cref="ArgumentOutOfRangeException">The level is not 1 to 19.</exception>
    public static ContainerCodec Zstandard(int level = DefaultZstandardLevel) => new ContainerCodec(ZstandardName, 1).AtLevel(level);

    /// <summary>A codec at its default level.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static ContainerCodec Named(string name) =>
        name switch
        {
            DeflateName => Deflate(),
            ZstandardName => Zstandard(),
            NullName => Null,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "A codec is deflate, zstandard or null."),
        };

    /// <summary>The fastest level; of null the only one.</summary>
    public int LeastLevel => Name == ZstandardName ? 1 : 0;

    /// <summary>The level that compresses most.</summary>
    // Above 19 readers need more memory than for any other level, for a percent or two.
    public int MostLevel =>
        Name switch
        {
            DeflateName => 9,
            ZstandardName => 19,
            _ => 0,
        };

    /// <exception cref="ArgumentOutOfRangeException">The codec has no such level.</exception>
    public ContainerCodec AtLevel(int level) =>
        level >= LeastLevel && level <= MostLevel
            ? this with
            {
                Level = level,
            }
            : throw new ArgumentOutOfRangeException(nameof(level), level, $"A level of {Name} is {LeastLevel} to {MostLevel}.");

    /// <summary>Compresses one block in one call, so that its bytes depend on nothing but its content and the codec.</summary>
    /// <param name="block">What to compress.</param>
    /// <param name="compressed">Overwritten; the result may point into it.</param>
    internal ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> block, MemoryStream compressed)
    {
        if (Name == NullName)
            return block;
        compressed.SetLength(0);
        if (Name == ZstandardName)
            return ZstandardFrame.Compress(block.Span, Level, compressed);
        using (var deflate = new DeflateStream(compressed, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true))
            deflate.Write(block.Span);
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    public override string ToString() => Name == NullName ? Name : $"{Name}:{Level}";
}
