namespace KafkaStore.Schemas.Keeping;

/// <summary>A schema that is noted as missing, and how the registry was asked for it since.</summary>
/// <param name="side">Where its id was seen; null where another process noted it.</param>
internal sealed class MissingSchema(FramedSide? side)
{
    /// <summary>The registry answers, and has this one not as a schema that can be kept; that seldom changes.</summary>
    public static readonly TimeSpan AskAgainAfterRefusal = TimeSpan.FromMinutes(10);

    private long refused;

    public FramedSide? Side => side;

    /// <summary>A time stamp of the clock; 0 for never.</summary>
    public long LastAsked { get; private set; }

    public bool MayBeAsked(TimeProvider clock) => refused == 0 || clock.GetElapsedTime(refused) >= AskAgainAfterRefusal;

    /// <returns>Whether it is the first refusal.</returns>
    public bool NoteAsked(TimeProvider clock, bool isRefused)
    {
        LastAsked = clock.GetTimestamp();
        if (!isRefused)
            return false;
        bool isFirst = refused == 0;
        refused = LastAsked;
        return isFirst;
    }
}
