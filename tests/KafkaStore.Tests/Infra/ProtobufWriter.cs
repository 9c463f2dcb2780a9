namespace KafkaStore.Tests.Infra;

/// <summary>Writes a message of Protocol Buffers, field by field.</summary>
internal sealed class ProtobufWriter
{
    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    public ProtobufWriter Number(int field, long value)
    {
        Variable(field << 3);
        Variable((ulong)value);
        return this;
    }

    public ProtobufWriter Flag(int field, bool value) => value ? Number(field, 1) : this;

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.ToArray());

    public ProtobufWriter Bytes(int field, byte[] value)
    {
        Variable((field << 3) | 2);
        Variable(value.Length);
        bytes.AddRange(value);
        return this;
    }

    private void Variable(long value) => Variable((ulong)value);

    private void Variable(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}
