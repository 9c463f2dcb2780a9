namespace KafkaStore.Cli.Reader.Outputs;

/// <summary>Where what is read goes.</summary>
internal interface IOutput
{
    /// <summary>Writes all of it.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads it any more.</exception>
    /// <exception cref="CommandLine.CommandFailedException">It can't be written.</exception>
    public void Write(ReadOnlySpan<byte> bytes);
}
