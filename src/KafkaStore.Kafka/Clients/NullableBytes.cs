using Confluent.Kafka;

namespace KafkaStore.Kafka.Clients;

/// <summary>Keys and values as they are: null stays null, empty stays empty.</summary>
internal sealed class NullableBytes : IDeserializer<ReadOnlyMemory<byte>?>
{
    public static NullableBytes Instance { get; } = new();

    public ReadOnlyMemory<byte>? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
        isNull ? null : data.ToArray();
}
