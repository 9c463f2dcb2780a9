using System.Buffers.Binary;

namespace KafkaStore.Segments;

/// <summary>
/// Ties an archive object to all before it: SHA-256 of the predecessor's chain hash, base, next offset and number of
/// records (8 bytes each, big-endian) and the records digest. Equality of records never looks at it.
/// </summary>
public static class ChainHash
{
    /// <summary>What stands in for the predecessor's hash where there is none: SHA-256 of the object's name in UTF-8.</summary>
    public static Sha256Hash Origin(ArchiveName name) => Sha256Hash.Of(Encoding.UTF8.GetBytes(name.ToString()));

    public static Sha256Hash Next(Sha256Hash predecessor, long baseOffset, long nextOffset, long records, Sha256Hash recordsDigest)
    {
        Span<byte> input = stackalloc byte[(2 * Sha256Hash.ByteLength) + 24];
        predecessor.ToBytes().CopyTo(input);
        BinaryPrimitives.WriteInt64BigEndian(input[32..], baseOffset);
        BinaryPrimitives.WriteInt64BigEndian(input[40..], nextOffset);
        BinaryPrimitives.WriteInt64BigEndian(input[48..], records);
        recordsDigest.ToBytes().CopyTo(input[56..]);
        return Sha256Hash.Of(input);
    }
}
