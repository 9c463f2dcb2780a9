using KafkaStore.Containers;
using KafkaStore.Reading.Objects;

namespace KafkaStore.Reading.Ranges;

/// <summary>Reads the wanted records of slices, a block at a time.</summary>
public sealed class RangeReader(ArchiveObjects objects)
{
    /// <summary>The blocks of a slice with their wanted records, none of them empty as far as the index tells.</summary>
    /// <param name="slice">Where they are.</param>
    /// <exception cref="DamagedContainerException">The object is damaged.</exception>
    /// <exception cref="Storage.StorageException">The store can't be read.</exception>
    public async IAsyncEnumerable<ArchivedBlock> ReadAsync(
        ObjectSlice slice,
        RecordRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(range);
        if (slice.IsEmpty)
            yield break;
        await using ContainerReader reader = await objects.ReadAsync(slice, cancellationToken);
        long records = 0;
        int blocks = 0;
        await foreach (ContainerBlock block in new BlocksAhead(reader).ReadAsync(cancellationToken))
        {
            long firstOffset = slice.Object.Name.BaseOffset + records; // of records that don't say theirs
            if (slice.Object.Facts is null && firstOffset >= range.ToOffset)
                yield break;
            yield return new ArchivedBlock(slice.Object, Wanted(block.Records(reader.Layout, firstOffset), range), block.Data.Length);
            records += block.Count;
            blocks++;
        }

        if (slice.Object.Facts is not null && blocks != slice.Blocks)
        {
            throw DamagedContainerException.At(
                objects.Display(slice.Object.Name),
                reader.Position,
                $"{blocks} blocks are where its block index has {slice.Blocks}"
            );
        }
    }

    /// <summary>All wanted records of the archive, in offset order.</summary>
    /// <param name="slices">Finds them.</param>
    public async IAsyncEnumerable<ArchivedBlock> ReadAsync(
        RangeSlices slices,
        RecordRange range,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(slices);
        await foreach (ObjectSlice slice in slices.FindAsync(range, cancellationToken))
        {
            await foreach (ArchivedBlock block in ReadAsync(slice, range, cancellationToken))
                yield return block;
        }
    }

    private static IEnumerable<Record> Wanted(IEnumerable<Record> records, RecordRange range)
    {
        foreach (Record record in records)
        {
            if (range.Includes(record))
                yield return record;
        }
    }
}
