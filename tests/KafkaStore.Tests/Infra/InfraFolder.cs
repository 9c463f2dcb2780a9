namespace KafkaStore.Tests.Infra;

/// <summary>The folder <c>infra</c>.</summary>
internal static class InfraFolder
{
    public static string Bicep { get; } = Repository.PathOf("infra/bicep");

    public static string Terraform { get; } = Repository.PathOf("infra/terraform");

    public static string Alerts { get; } = Repository.PathOf("infra/alerts");

    /// <summary>Every file of it, with its text.</summary>
    public static IEnumerable<(string Path, string Text)> Files() =>
        Directory
            .EnumerateFiles(Repository.PathOf("infra"), "*", SearchOption.AllDirectories)
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
