using System.Buffers.Binary;

namespace KafkaStore.Tests.Schemas;

/// <summary>Keys and values as Confluent's serializers write them.</summary>
public static class Framed
{
    public static byte[] Of(int id, params byte[] data)
    {
        byte[] framed = new byte[5 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), id);
        data.CopyTo(framed, 5);
        return framed;
    }
}
