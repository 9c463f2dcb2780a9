namespace KafkaStore.Tests.Fixtures;

/// <summary>Where the archives lie that earlier builds wrote: a folder a format, in it a folder a case.</summary>
public static class FixtureFolder
{
    /// <summary>Set to a new folder, it lets the generators write a case of each kind into it; see the README beside the fixtures.</summary>
    public const string WriteVariable = "KAFKASTORE_WRITE_FIXTURES";

    /// <summary>Below it are <c>v0</c>, <c>v1</c>, ….</summary>
    public static string Root { get; } = Path.Combine(TestsFolder(), "KafkaStore.Tests", "Fixtures");

    /// <summary>Null unless fixtures are to be written.</summary>
    public static string? WriteTo { get; } =
        Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    public static IReadOnlyList<string> Versions { get; } =
    [.. Directory.EnumerateDirectories(Root, "v*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>As <c>v0/holes</c>.</summary>
    public static IReadOnlyList<string> Cases { get; } =
    [
        .. Versions.SelectMany(version =>
            Directory
                .EnumerateDirectories(Path.Combine(Root, version))
                .Select(path => $"{version}/{Path.GetFileName(path)}")
                .Order(StringComparer.Ordinal)
        ),
    ];

    private static string TestsFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", ".."));
}
