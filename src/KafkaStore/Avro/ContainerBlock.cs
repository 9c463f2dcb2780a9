namespace KafkaStore.Avro;

/// <summary>One decompressed block. Its memory is the reader's and valid until the next block is read.</summary>
/// <param name="Container">What it is part of, for error texts.</param>
/// <param name="Position">Where it starts in the container, in bytes.</param>
/// <param name="Count">Number of records it claims.</param>
/// <param name="Data">The encoded records.</param>
public sealed record ContainerBlock(string Container, long Position, long Count, ReadOnlyMemory<byte> Data)
{
    /// <summary>The records without taking them apart; only for the current layout.</summary>
    /// <exception cref="DamagedContainerException">The data is not that many records.</exception>
    public IEnumerable<EncodedRecord> EncodedRecords()
    {
        int position = 0;
        for (long i = 0; i < Count; i++)
        {
            if (!RecordEncoding.TryRead(Data, ref position, out EncodedRecord record))
                throw NotRecords(i);
            yield return record;
        }

        CheckEnd(position);
    }

    /// <summary>The records, taken apart.</summary>
    /// <param name="layout">From the container's schema.</param>
    /// <param name="firstOffset">What a record without an offset field is counted from.</param>
    /// <exception cref="DamagedContainerException">The data is not that many records.</exception>
    public IEnumerable<Record> Records(RecordLayout layout, long firstOffset)
    {
        int position = 0;
        for (long i = 0; i < Count; i++)
        {
            if (!layout.TryRead(Data, ref position, firstOffset + i, out Record record))
                throw NotRecords(i);
            yield return record;
        }

        CheckEnd(position);
    }

    private void CheckEnd(int position)
    {
        if (position != Data.Length)
        {
            throw DamagedContainerException.At(
                Container,
                Position,
                $"the block has {Data.Length - position} bytes more than its {Count} records"
            );
        }
    }

    private DamagedContainerException NotRecords(long index) =>
        DamagedContainerException.At(Container, Position, $"record {index + 1} of {Count} of the block can't be decoded");
}
