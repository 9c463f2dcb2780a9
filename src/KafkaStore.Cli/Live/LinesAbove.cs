namespace KafkaStore.Cli.Live;

/// <summary>Lines that are written above a live region.</summary>
internal sealed class LinesAbove(LiveRegion region) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new NotSupportedException("What is logged comes by lines.");

    public override void WriteLine(string? value) => region.Say(value ?? "");
}
