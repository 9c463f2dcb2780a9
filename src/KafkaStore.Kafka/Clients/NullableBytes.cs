using KafkaStore.Records;

namespace KafkaStore.Kafka.Clients;

/// <summary>Keys and values as they are: null stays null, empty stays empty.</summary>
internal sealed class NullableBytes : IDeserializer<ReadOnlyMemory<byte>?>
{
    /// <summary>Takes their bytes; where there is none each gets an array of its own.</summary>
    public RecordSlab? Slab { get; set; }

    public ReadOnlyMemory<byte>? Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        // A plain null would be taken for a byte[] and come out as an empty value.
        if (isNull)
            return default;
        return Slab is { } slab ? slab.Copy(data) : data.ToArray();
    }
}
