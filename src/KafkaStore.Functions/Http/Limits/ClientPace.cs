namespace KafkaStore.Functions.Http.Limits;

/// <summary>
/// Whether a client takes enough. It has a credit of time in which it may take nothing, which waiting for it uses up and what it takes
/// makes good. The credit never grows, so what buffers on the way took at once buys no more time than there was at first.
/// </summary>
/// <param name="bytesPerSecond">What it has to take on the average.</param>
/// <param name="credit">How long it may take nothing.</param>
internal sealed class ClientPace(int bytesPerSecond, TimeSpan credit)
{
    private readonly TimeSpan most = credit;

    /// <summary>How long it may take nothing from now on.</summary>
    public TimeSpan Left { get; private set; } = credit;

    /// <summary>It was waited for that long, and has taken this much.</summary>
    public void Took(TimeSpan waited, long bytes)
    {
        TimeSpan left = Left - waited + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        Left =
            left < TimeSpan.Zero ? TimeSpan.Zero
            : left > most ? most
            : left;
    }
}
