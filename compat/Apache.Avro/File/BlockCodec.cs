using System.IO.Compression;
using System.Reflection;

namespace Avro.File;

/// <summary>The codecs that the library brings itself; the others lie in assemblies of their own, which nobody references here.</summary>
internal static class BlockCodec
{
    private static readonly Dictionary<string, string> OwnAssemblies = new()
    {
        ["snappy"] = "Avro.File.Snappy", ["bzip2"] = "Avro.File.BZip2", ["xz"] = "Avro.File.XZ", ["zstandard"] = "Avro.File.Zstandard",
    };

    /// <param name="name">Null, as where the header has none, for no compression.</param>
    public static Func<byte[], int, byte[]> Find(string name)
    {
        switch (name)
        {
            case null or DataFileConstants.NullCodec:
                return (bytes, _) => bytes;
            case DataFileConstants.DeflateCodec:
                return Inflate;
        }

        if (OwnAssemblies.TryGetValue(name, out string assembly))
            Assembly.Load(assembly);
        throw new AvroRuntimeException($"Unrecognized codec: {name}");
    }

    private static byte[] Inflate(byte[] compressed, int length)
    {
        using var source = new DeflateStream(new MemoryStream(compressed, 0, length), CompressionMode.Decompress);
        var target = new MemoryStream();
        source.CopyTo(target);
        return target.ToArray();
    }
}
