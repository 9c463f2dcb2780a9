namespace KafkaStore.Containers;

/// <summary>
/// Writes any records as one container from front to back: nothing is spooled, and the header therefore says nothing of
/// what follows. Not for archive objects; those are <see cref="ContainerBody"/>'s.
/// </summary>
/// <param name="topic">For the header.</param>
/// <param name="partition">For the header; null where records of several are in it.</param>
public sealed class ContainerWriter(string topic, int? partition, ContainerCodec codec)
{
    private readonly byte[] sync = SyncMarker.For(new ArchiveName(new TopicPartition(topic, partition ?? 0), 0), MessageSchema.Utf8.Span);
    private readonly ArrayBufferWriter<byte> pending = new(4096);
    private long count;

    /// <summary>Comes first, once.</summary>
    public void WriteHeader(IBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var metadata = new List<KeyValuePair<string, ReadOnlyMemory<byte>>>
        {
            new(HeaderKeys.Schema, MessageSchema.Utf8),
            ContainerFacts.Entry(HeaderKeys.Codec, codec.Name),
            ContainerFacts.Entry(HeaderKeys.Topic, topic),
        };
        if (partition is { } number)
            metadata.Add(ContainerFacts.Entry(HeaderKeys.Partition, number));
        target.Write(ContainerHeader.Write(metadata, sync));
    }

    /// <summary>The record's bytes are copied; a full block goes out.</summary>
    public void Write(IBufferWriter<byte> target, Record record)
    {
        RecordEncoding.Write(pending, record);
        count++;
        if (pending.WrittenCount >= ContainerLimits.BlockBytes)
            EndBlock(target);
    }

    /// <summary>Ends the block that was begun, if any; what was written until now is then a whole container.</summary>
    public void EndBlock(IBufferWriter<byte> target)
    {
        if (count == 0)
            return;
        using var compressed = new MemoryStream();
        BlockFraming.Write(target, count, codec.Compress(pending.WrittenMemory, compressed).Span, sync);
        pending.ResetWrittenCount();
        count = 0;
    }
}
