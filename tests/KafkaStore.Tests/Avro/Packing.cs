using System.Buffers.Binary;
using System.IO.Hashing;
using SharpCompress.Compressors.BZip2;
using Snappier;
using ZstdSharp;

namespace KafkaStore.Tests.Avro;

/// <summary>Blocks as writers of each codec pack them, and the codec that unpacks them.</summary>
internal static class Packing
{
    /// <summary>A codec's name, or the name and how it differs.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["deflate", "zstandard", "zstandard of a stream", "snappy", "bzip2"];

    public static BlockCodec CodecOf(string kind) =>
        kind.Split(' ')[0] switch
        {
            "snappy" => new SnappyBlocks(),
            "bzip2" => new Bzip2Blocks(),
            var own => BlockCodec.OfObjects.Single(codec => codec.Name == own),
        };

    public static byte[] Pack(string kind, byte[] data) =>
        kind switch
        {
            "null" => data,
            "deflate" => ContainerCodec.Deflate().Compress(data, new MemoryStream()).ToArray(),
            "zstandard" => ContainerCodec.Zstandard().Compress(data, new MemoryStream()).ToArray(),
            "zstandard of a stream" => Streamed(data),
            "snappy" => Checked(Snappy.CompressToArray(data), data),
            "bzip2" => Bzipped(data),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such codec."),
        };

    /// <summary>A block that unpacks to a byte more than a block may have, all of them zero.</summary>
    public static byte[] Bomb(string kind) =>
        kind == "bzip2" ? Convert.FromBase64String(BombInBzip2) : Pack(kind, new byte[ContainerLimits.MaximumBlockBytes + 1]);

    // As Python's bz2 packs it: the packer here takes half a minute.
    private const string BombInBzip2 =
        "QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZDgni3wFfjkAAwAAACCAAMIBNRkKgJakKgJcxQVkmU1kOCeLfAV+OQADAAAAIIAAw"
        + "gE1GQqAlqQqAlzFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZDgni3wFfjkAAwAAACCAAMIBNRkKgJakKgJcxQVkmU1kPjOAxASo/wADA"
        + "AgAIIAAwzAUppqqoSRsAIkjxdyRThQkHpVzhoA==";

    /// <summary>A frame as Java's writer makes it, which does not know the length when it begins.</summary>
    private static byte[] Streamed(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = new CompressionStream(target, level: 3, leaveOpen: true))
        {
            for (int at = 0; at < data.Length; at += 10_000)
                stream.Write(data.AsSpan(at, Math.Min(10_000, data.Length - at)));
        }

        return target.ToArray();
    }

    private static byte[] Checked(byte[] packed, byte[] data)
    {
        byte[] block = [.. packed, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(block.AsSpan(packed.Length), Crc32.HashToUInt32(data));
        return block;
    }

    private static byte[] Bzipped(byte[] data)
    {
        using var target = new MemoryStream();
        using (var stream = BZip2Stream.Create(target, SharpCompress.Compressors.CompressionMode.Compress, false, leaveOpen: true))
            stream.Write(data);
        return target.ToArray();
    }
}
