using KafkaStore.Containers;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Formats;

/// <summary>Packs the wanted records of a block anew; its memory is used again for the next.</summary>
internal sealed class WantedBlock(ContainerCodec codec)
{
    private readonly ArrayBufferWriter<byte> records = new();

    /// <summary>Writes them as one block, or nothing where none is wanted.</summary>
    /// <returns>How many are wanted.</returns>
    /// <param name="target">Takes the block.</param>
    /// <param name="block">Of an archive object.</param>
    /// <param name="layout">Its records'.</param>
    /// <param name="firstOffset">What a record without an offset field is counted from.</param>
    /// <param name="sync">The marker that ends the block.</param>
    /// <exception cref="DamagedContainerException">The block is not its records.</exception>
    public long Write(
        IBufferWriter<byte> target,
        ContainerBlock block,
        RecordLayout layout,
        RecordRange range,
        long firstOffset,
        ReadOnlySpan<byte> sync
    )
    {
        records.ResetWrittenCount();
        long count = layout.IsCurrent ? Copy(block, range) : Encode(block, layout, range, firstOffset);
        if (count == 0)
            return 0;
        using var compressed = new MemoryStream();
        BlockFraming.Write(target, count, codec.Compress(records.WrittenMemory, compressed).Span, sync);
        return count;
    }

    private long Copy(ContainerBlock block, RecordRange range)
    {
        long count = 0;
        foreach (EncodedRecord record in block.EncodedRecords())
        {
            if (!range.Includes(record.Offset, record.Timestamp))
                continue;
            records.Write(record.Bytes.Span);
            count++;
        }

        return count;
    }

    private long Encode(ContainerBlock block, RecordLayout layout, RecordRange range, long firstOffset)
    {
        long count = 0;
        foreach (Record record in block.Records(layout, firstOffset))
        {
            if (!range.Includes(record))
                continue;
            RecordEncoding.Write(records, record);
            count++;
        }

        return count;
    }
}
