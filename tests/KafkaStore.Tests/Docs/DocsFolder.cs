namespace KafkaStore.Tests.Docs;

/// <summary>The documents as they lie beside the tests.</summary>
internal static class DocsFolder
{
    public static string Path { get; } = Repository.PathOf("docs");

    /// <summary>All pages, by path from the root.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Path, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ];

    public static string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));
}
