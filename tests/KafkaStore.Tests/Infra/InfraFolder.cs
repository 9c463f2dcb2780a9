namespace KafkaStore.Tests.Infra;

/// <summary>The folder <c>infra</c>.</summary>
internal static class InfraFolder
{
    public static string Bicep { get; } = Path.Combine(Repository.Root, "infra", "bicep");

    public static string Terraform { get; } = Path.Combine(Repository.Root, "infra", "terraform");

    public static string Alerts { get; } = Path.Combine(Repository.Root, "infra", "alerts");

    /// <summary>Every file of it, with its text.</summary>
    public static IEnumerable<(string Path, string Text)> Files() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains(".terraform"))
            .Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)));

    /// <summary>In ordinal order.</summary>
    public static string[] Modules(string tree) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(Path.Combine(tree, "modules"))
                .Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal),
        ];
}
