using KafkaStore.Mirroring;

namespace KafkaStore.Status;

/// <summary>How far a mirror is.</summary>
/// <param name="Name">Its address.</param>
/// <param name="Lag">Offsets that the archive has and the mirror has not; null where nobody knows.</param>
/// <param name="PartitionsBehind">Of how many partitions that is.</param>
public sealed record MirrorStatus(string Name, long? Lag, int PartitionsBehind)
{
    /// <summary>Why it could not be looked at, or brought up to date.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is not up to date, where the process that archives was asked.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What is wrong and what to do; null where it has everything.</summary>
    public string? Trouble
    {
        get
        {
            string behind = string.Create(
                CultureInfo.InvariantCulture,
                $"it lacks {Lag:N0} offsets of {PartitionsBehind:N0} partition{(PartitionsBehind == 1 ? "" : "s")}"
            );
            return (Reason, Lag) switch
            {
                (null, null or 0) => null,
                (null, _) => $"{behind}. {MirrorTrouble.Remedy}",
                (_, null or 0) => $"{Reason.TrimEnd('.')}. {MirrorTrouble.Remedy}",
                _ => $"{behind}: {Reason.TrimEnd('.')}. {MirrorTrouble.Remedy}",
            };
        }
    }
}
