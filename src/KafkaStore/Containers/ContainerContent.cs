using KafkaStore.Storage.Streams;

namespace KafkaStore.Containers;

/// <summary>A whole container, header and spooled body as one stream.</summary>
public sealed class ContainerContent : ObjectContent
{
    private readonly byte[] header;
    private readonly IContainerBlocks body;

    /// <param name="body">Completed, and to be disposed by its owner after this.</param>
    /// <param name="metadata">Of the header, beside schema and codec.</param>
    /// <param name="objectMetadata">For stores that keep metadata beside an object.</param>
    public ContainerContent(
        ContainerBody body,
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> metadata,
        IReadOnlyDictionary<string, string>? objectMetadata = null
    )
        : this((IContainerBlocks)body, metadata, objectMetadata) { }

    internal ContainerContent(
        IContainerBlocks body,
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> metadata,
        IReadOnlyDictionary<string, string>? objectMetadata = null
    )
    {
        this.body = body;
        header = ContainerHeader.Write(
            metadata.Concat([new(HeaderKeys.Schema, MessageSchema.Utf8), ContainerFacts.Entry(HeaderKeys.Codec, body.Codec.Name)]),
            body.Sync
        );
        Metadata = objectMetadata ?? base.Metadata;
    }

    public override long Length => header.Length + body.Length;

    public override IReadOnlyDictionary<string, string> Metadata { get; }

    internal override IReadOnlyList<ReadOnlyMemory<byte>>? Pieces => body.Pieces is { } pieces ? [header, .. pieces] : null;

    public override Stream Open() => new JoinedStream(new MemoryStream(header, writable: false), body.OpenRead(), Length);
}
