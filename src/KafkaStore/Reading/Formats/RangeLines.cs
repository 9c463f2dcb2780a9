using KafkaStore.Reading.Objects;
using KafkaStore.Reading.Ranges;

namespace KafkaStore.Reading.Formats;

/// <summary>Writes records as JSON, one object a line: see <see cref="RecordLine"/>.</summary>
/// <param name="reader">Reads them.</param>
/// <param name="decoder">Decodes keys and values where it can; null to show them as they are.</param>
public sealed class RangeLines(RangeReader reader, IValueDecoder? decoder = null) : IRangeFormat
{
    public async Task<WrittenRange> WriteAsync(RangePage page, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(output);
        await using var lines = new AlternatingWriter(output);
        using DecodedRecord? decoded = decoder is null ? null : new DecodedRecord(decoder);
        long records = 0;
        foreach (ObjectSlice slice in page.Slices)
            records += await WriteAsync(slice, page.Range, decoded, lines, cancellationToken);
        await lines.CompleteAsync(cancellationToken);
        return new WrittenRange(records, lines.WrittenBytes);
    }

    private async Task<long> WriteAsync(
        ObjectSlice slice,
        RecordRange range,
        DecodedRecord? decoded,
        AlternatingWriter lines,
        CancellationToken cancellationToken
    )
    {
        long records = 0;
        string filename = Path.GetFileName(slice.Object.Name.ToString());
        await foreach (ArchivedBlock block in reader.ReadAsync(slice, range, cancellationToken))
        {
            foreach (Record record in block.Records)
            {
                if (decoded is null)
                    RecordLine.Write(lines.Current, filename, record);
                else
                    await decoded.WriteAsync(lines.Current, filename, record, cancellationToken);
                records++;
                lines.Current.Write("\n"u8);
                if (lines.Current.WrittenCount >= AlternatingWriter.PieceBytes)
                    await lines.TurnAsync(cancellationToken);
            }

            await lines.TurnAsync(cancellationToken);
        }

        return records;
    }
}
