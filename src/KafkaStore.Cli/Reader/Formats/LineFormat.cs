using KafkaStore.Reading.Formats;

namespace KafkaStore.Cli.Reader.Formats;

/// <summary><c>--format json</c>: an object a line, see <see cref="RecordLine"/>.</summary>
/// <param name="key">How keys are shown.</param>
/// <param name="value">How values are shown.</param>
/// <param name="showsPartition">Whether lines say which partition their record is of.</param>
/// <param name="notes">Told why something could not be decoded, each reason once.</param>
internal sealed class LineFormat(BytesMember key, BytesMember value, bool showsPartition, TextWriter notes) : IRecordFormat
{
    private const int MaximumNotes = 20;

    private readonly HashSet<string> noted = new(StringComparer.Ordinal);

    public async ValueTask WriteAsync(IBufferWriter<byte> target, ArchiveName name, Record record, CancellationToken cancellationToken)
    {
        if (await key.SetAsync(record.Key, cancellationToken) is { } keyProblem)
            Note("key", keyProblem, name, record);
        if (await value.SetAsync(record.Value, cancellationToken) is { } valueProblem)
            Note("value", valueProblem, name, record);
        RecordLine.Write(
            target,
            RecordPrinter.FileName(name),
            record,
            showsPartition ? name.Partition.Partition : null,
            key.Json,
            value.Json
        );
        target.Write("\n"u8);
    }

    private void Note(string side, string problem, ArchiveName name, Record record)
    {
        if (noted.Count < MaximumNotes && noted.Add(problem))
            notes.WriteLine($"note: the {side} at offset {record.Offset} of {name.Partition} is shown in base64. {problem}");
    }
}
