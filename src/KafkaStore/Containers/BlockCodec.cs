namespace KafkaStore.Containers;

/// <summary>Unpacks the blocks of containers of one codec.</summary>
/// <param name="name">As in <c>avro.codec</c>.</param>
public abstract class BlockCodec(string name)
{
    /// <summary>Those that archive objects may have, beside null.</summary>
    public static IReadOnlyList<BlockCodec> OfObjects { get; } = [new DeflateBlocks(), new ZstandardBlocks()];

    /// <summary>As in <c>avro.codec</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The block's data, valid until the memory is used again; null when it is more than the memory's limit.</summary>
    /// <exception cref="InvalidDataException">It was not compressed by this codec, or is damaged.</exception>
    public abstract ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> stored, BlockInflater memory);

    /// <summary>The codec of a name, or null where the blocks are not compressed.</summary>
    /// <param name="known">All but <c>null</c> that can be read.</param>
    /// <exception cref="DamagedContainerException">It is none of them; one sentence that names these.</exception>
    internal static BlockCodec? Of(ContainerHeader header, IReadOnlyList<BlockCodec> known, string container)
    {
        if (header.Text(HeaderKeys.Codec) is { } name)
        {
            return name == ContainerCodec.Null.Name
                ? null
                : known.FirstOrDefault(codec => codec.Name == name)
                    ?? throw new DamagedContainerException(
                        $"{container} is compressed with '{name}'; only {string.Join(", ", known.Select(codec => codec.Name))} and null can be read."
                    );
        }

        return header.Metadata.ContainsKey(HeaderKeys.Codec)
            ? throw new DamagedContainerException($"{container} can't be read: its avro.codec is no text.")
            : null;
    }
}
