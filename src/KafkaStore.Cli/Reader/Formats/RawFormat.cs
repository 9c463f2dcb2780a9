namespace KafkaStore.Cli.Reader.Formats;

/// <summary><c>--format raw</c>: the values alone, a line feed after each.</summary>
internal sealed class RawFormat : IRecordFormat
{
    public ValueTask WriteAsync(IBufferWriter<byte> target, ArchiveName name, Record record, CancellationToken cancellationToken)
    {
        if (record.Value is { } value)
            target.Write(value.Span);
        target.Write("\n"u8);
        return ValueTask.CompletedTask;
    }
}
