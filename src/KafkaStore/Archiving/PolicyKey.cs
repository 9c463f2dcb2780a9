namespace KafkaStore.Archiving;

/// <summary>What a topic's policy is written with, wherever it is written: a key of the configuration file, of a setting, an option.</summary>
public static class PolicyKey
{
    public const string FileSize = "file-size";
    public const string FileAge = "file-age";
    public const string FileRecords = "file-records";
    public const string IdleSafety = "idle-safety";
    public const string Codec = "codec";
    public const string CodecLevel = "codec-level";
    public const string OffsetReset = "offset-reset";
    public const string OnRecreated = "on-recreated";

    public static IReadOnlyList<string> All { get; } =
    [FileSize, FileAge, FileRecords, IdleSafety, Codec, CodecLevel, OffsetReset, OnRecreated];
}
