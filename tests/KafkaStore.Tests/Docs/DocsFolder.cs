using System.Runtime.CompilerServices;

namespace KafkaStore.Tests.Docs;

/// <summary>The documents as they lie beside the tests.</summary>
internal static class DocsFolder
{
    /// <summary>Of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static string Path { get; } = System.IO.Path.Combine(Root, "docs");

    /// <summary>All pages, by path from the root.</summary>
    public static IReadOnlyList<string> Pages { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md"),
        .. Directory.EnumerateFiles(Path, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
    ];

    public static string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        DirectoryInfo? folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "KafkaStore.Functions.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"There is no solution above {here}.");
    }
}
