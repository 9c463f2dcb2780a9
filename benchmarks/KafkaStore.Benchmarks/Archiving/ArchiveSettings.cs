namespace KafkaStore.Benchmarks.Archiving;

/// <summary>What the program is told.</summary>
/// <param name="Codec">As <c>--codec</c> takes it.</param>
/// <param name="Level">Null where the codec has none.</param>
/// <param name="FileSize">As <c>--file-size</c> takes it.</param>
/// <param name="QueueKilobytes">What the client keeps of records that nobody has taken; null for the program's own.</param>
/// <param name="ClosesAtEnd">Otherwise what fills no file stays staged.</param>
internal sealed record ArchiveSettings(
    string Codec = "deflate",
    int? Level = 6,
    string FileSize = "256M",
    int? QueueKilobytes = null,
    bool ClosesAtEnd = true
)
{
    public static ArchiveSettings Null { get; } = new("null", null);

    public IEnumerable<string> Arguments =>
        [
            .. ClosesAtEnd ? (string[])["--close-at-end"] : [],
            .. (string[])["--codec", Codec, "--file-size", FileSize],
            .. Level is { } level ? (string[])["--codec-level", $"{level}"] : [],
            .. QueueKilobytes is { } kilobytes ? (string[])["--kafka-property", $"queued.max.messages.kbytes={kilobytes}"] : [],
        ];

    public override string ToString() =>
        $"{Codec}{(Level is { } level ? " " + level.ToString(CultureInfo.InvariantCulture) : "")}{(FileSize == "256M" ? "" : ", files of " + FileSize)}";
}
