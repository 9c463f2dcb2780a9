using KafkaStore.Containers;
using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;

namespace KafkaStore.Reading.Formats;

/// <summary>
/// Writes records as one Avro object container, deflated. Deflated blocks that are wanted whole pass through as they are
/// stored; of the others the wanted records are packed anew.
/// </summary>
public sealed class RangeContainer(ArchiveObjects objects) : IRangeFormat
{
    // Only blocks at the ends of a range, and those that a time range cuts, are packed anew.
    private static readonly ContainerCodec Codec = ContainerCodec.Deflate(1);

    public async Task<WrittenRange> WriteAsync(RangePage page, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(output);
        RecordRange range = page.Range;
        var target = new AlternatingWriter(output);
        byte[] sync = SyncMarker.For(new ArchiveName(range.Partition, range.FromOffset), MessageSchema.Utf8.Span);
        long records = 0;
        await using (target)
        {
            target.Current.Write(Header(range, sync));
            foreach (ObjectSlice slice in page.Slices.Where(slice => !slice.IsEmpty))
                records += await WriteAsync(slice, range, sync, target, cancellationToken);
            await target.CompleteAsync(cancellationToken);
        }

        return new WrittenRange(records, target.WrittenBytes);
    }

    private static byte[] Header(RecordRange range, byte[] sync) =>
        ContainerHeader.Write(
            [
                new(HeaderKeys.Schema, MessageSchema.Utf8),
                ContainerFacts.Entry(HeaderKeys.Codec, Codec.Name),
                ContainerFacts.Entry(HeaderKeys.Topic, range.Partition.Topic),
                ContainerFacts.Entry(HeaderKeys.Partition, range.Partition.Partition),
            ],
            sync
        );

    private async Task<long> WriteAsync(
        ObjectSlice slice,
        RecordRange range,
        byte[] sync,
        AlternatingWriter target,
        CancellationToken cancellationToken
    )
    {
        await using ContainerReader reader = await objects.ReadAsync(slice, cancellationToken);
        var packing = new WantedBlock(Codec);
        bool passes = slice.Object.Facts is not null && reader.Codec == Codec.Name && reader.Layout.IsCurrent;
        long firstOffset = slice.Object.Name.BaseOffset; // of records that don't say theirs
        long records = 0;
        int block = 0;
        for (; await reader.ReadStoredAsync(cancellationToken) is { } stored; block++)
        {
            int index = slice.FirstBlock + block;
            if (passes && index < slice.Object.Blocks.Count && range.IncludesAll(slice.Object.Blocks[index], slice.Object.BlockEnd(index)))
            {
                BlockFraming.Write(target.Current, stored.Count, stored.Data.Span, sync);
                records += stored.Count;
            }
            else
            {
                records += packing.Write(target.Current, reader.Unpack(stored), reader.Layout, range, firstOffset, sync);
            }

            firstOffset += stored.Count;
            await target.TurnAsync(cancellationToken);
        }

        if (slice.Object.Facts is not null && block != slice.Blocks)
        {
            throw DamagedContainerException.At(
                objects.Display(slice.Object.Name),
                reader.Position,
                $"{block} blocks are where its block index has {slice.Blocks}"
            );
        }

        return records;
    }
}
