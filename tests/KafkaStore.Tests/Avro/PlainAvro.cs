using System.Numerics;

namespace KafkaStore.Tests.Avro;

/// <summary>Avro's binary encoding written down a second time, slowly and from the specification, to check against.</summary>
internal sealed class PlainAvro
{
    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    public PlainAvro Raw(params byte[] value)
    {
        bytes.AddRange(value);
        return this;
    }

    public PlainAvro Long(long value)
    {
        BigInteger rest = value >= 0 ? 2 * (BigInteger)value : (-2 * (BigInteger)value) - 1;
        while (rest > 127)
        {
            bytes.Add((byte)((rest % 128) + 128));
            rest /= 128;
        }

        bytes.Add((byte)rest);
        return this;
    }

    public PlainAvro Bytes(params byte[] value) => Long(value.Length).Raw(value);

    public PlainAvro Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    /// <summary>Of the union [null, bytes].</summary>
    public PlainAvro Optional(byte[]? value) => value is null ? Long(0) : Long(1).Bytes(value);

    /// <summary>A container's beginning, with the metadata in the order given.</summary>
    public PlainAvro Header(byte[] sync, params (string Key, string Value)[] metadata)
    {
        Raw("Obj\u0001"u8.ToArray());
        if (metadata.Length > 0)
            Long(metadata.Length);
        foreach ((string key, string value) in metadata)
            Text(key).Text(value);
        return Long(0).Raw(sync);
    }

    public PlainAvro Block(long count, byte[] data, byte[] sync) => Long(count).Bytes(data).Raw(sync);
}
