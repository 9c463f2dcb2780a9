namespace KafkaStore.Cli.Reader.Formats;

/// <summary>What records are written as.</summary>
internal interface IRecordFormat
{
    /// <summary>What comes before the first record.</summary>
    public void Begin(IBufferWriter<byte> target) { }

    /// <param name="target">Receives the record, now or with later ones.</param>
    /// <param name="name">Of the archive object that it is in.</param>
    public ValueTask WriteAsync(IBufferWriter<byte> target, ArchiveName name, Record record, CancellationToken cancellationToken);

    /// <summary>Writes what was kept until now; what was written can then be read.</summary>
    public void Pause(IBufferWriter<byte> target) { }
}
