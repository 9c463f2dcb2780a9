namespace KafkaStore.Tests.Layers;

/// <summary>The product's sources as they lie beside the tests.</summary>
internal static class SourceTree
{
    /// <summary>Files of a project or of one of its folders, with their text.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder) =>
        Find(folder, "*.cs").Select(path => (Path.GetRelativePath(Repository.Root, path), File.ReadAllText(path)));

    /// <summary>Paths of the files whose name is like that, without what builds leave there.</summary>
    public static IEnumerable<string> Find(string folder, string pattern) =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "src", folder), pattern, SearchOption.AllDirectories)
            .Where(path => !path.Split('/', '\\').Any(part => part is "obj" or "bin"));
}
