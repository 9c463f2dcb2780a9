namespace KafkaStore.Mirroring;

/// <summary>A mirror that could not be brought up to date.</summary>
/// <param name="Mirror">Its address.</param>
/// <param name="Since">When that was seen first.</param>
/// <param name="Reason">What the last try met.</param>
public sealed record MirrorTrouble(string Mirror, DateTimeOffset Since, string Reason)
{
    /// <summary>What to do about a mirror that stays behind, whoever sees it.</summary>
    public const string Remedy =
        "Archiving goes on, and the mirror catches up by itself within a minute of being well again; 'kafka-store mirror' fills it at once.";
}
