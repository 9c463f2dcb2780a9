using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KafkaStore.Avro;

/// <summary>
/// The 16 bytes between a container's blocks. They follow from the name and the schema, so that writing an object again
/// gives the same bytes: SHA-256 of topic, zero byte, partition (4 bytes), base offset (8 bytes, both big-endian), schema.
/// </summary>
public static class SyncMarker
{
    public static byte[] For(ArchiveName name, ReadOnlySpan<byte> schema)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Encoding.UTF8.GetBytes(name.Partition.Topic, buffer);
        Span<byte> rest = buffer.GetSpan(13);
        rest[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(rest[1..], name.Partition.Partition);
        BinaryPrimitives.WriteInt64BigEndian(rest[5..], name.BaseOffset);
        buffer.Advance(13);
        buffer.Write(schema);
        return SHA256.HashData(buffer.WrittenSpan)[..ContainerHeader.SyncLength];
    }
}
