using KafkaStore.Mirroring;

namespace KafkaStore.LocalHost.Looking;

/// <summary>A mirror that could not be brought up to date.</summary>
/// <param name="Lag">Offsets that the archive has and the mirror has not, of the partitions of which both are known.</param>
public sealed record MirrorView(MirrorTrouble Trouble, long Lag);
