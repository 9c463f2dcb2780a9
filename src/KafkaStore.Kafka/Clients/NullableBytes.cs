namespace KafkaStore.Kafka.Clients;

/// <summary>Keys and values as they are: null stays null, empty stays empty.</summary>
internal sealed class NullableBytes : IDeserializer<ReadOnlyMemory<byte>?>
{
    public static NullableBytes Instance { get; } = new();

    public ReadOnlyMemory<byte>? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context) =>
        // A plain null would be taken for a byte[] and come out as an empty value.
        isNull ? default(ReadOnlyMemory<byte>?) : data.ToArray();
}
