namespace KafkaStore.Benchmarks.Archiving;

/// <summary>What the program is told.</summary>
/// <param name="Codec">As <c>--codec</c> takes it.</param>
/// <param name="Level">Null where the codec has none.</param>
/// <param name="FileSize">As <c>--file-size</c> takes it.</param>
internal sealed record ArchiveSettings(string Codec = "deflate", int? Level = 6, string FileSize = "256M")
{
    public static ArchiveSettings Null { get; } = new("null", null);

    public IEnumerable<string> Arguments =>
        [
            "--codec",
            Codec,
            "--file-size",
            FileSize,
            .. Level is { } level ? ["--codec-level", level.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
        ];

    public override string ToString() =>
        $"{Codec}{(Level is { } level ? " " + level.ToString(CultureInfo.InvariantCulture) : "")}{(FileSize == "256M" ? "" : ", files of " + FileSize)}";
}
