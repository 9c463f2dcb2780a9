namespace KafkaStore.Cli.Reader.Formats;

/// <summary>Writes records in a format, in large writes.</summary>
internal sealed class RecordPrinter
{
    private const int WriteBytes = 256 * 1024;

    // What one huge record has grown is not kept.
    private const int KeptBytes = 8 * 1024 * 1024;

    private readonly IOutput output;
    private readonly IRecordFormat format;
    private ArrayBufferWriter<byte> pending = new(2 * WriteBytes);

    public RecordPrinter(IOutput output, IRecordFormat format)
    {
        this.output = output;
        this.format = format;
        format.Begin(pending);
    }

    /// <summary>Records so far.</summary>
    public long Count { get; private set; }

    public async ValueTask PrintAsync(ArchiveName name, Record record, CancellationToken cancellationToken)
    {
        await format.WriteAsync(pending, name, record, cancellationToken);
        Count++;
        if (pending.WrittenCount >= WriteBytes)
            Write();
    }

    /// <summary>Writes all that was printed until now.</summary>
    public void Flush()
    {
        format.Pause(pending);
        Write();
    }

    /// <summary>The object's name without its folders.</summary>
    public static string FileName(ArchiveName name) => Path.GetFileName(name.ToString());

    private void Write()
    {
        output.Write(pending.WrittenSpan);
        pending.ResetWrittenCount();
        if (pending.Capacity > KeptBytes)
            pending = new ArrayBufferWriter<byte>(2 * WriteBytes);
    }
}
