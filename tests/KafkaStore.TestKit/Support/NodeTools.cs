namespace KafkaStore.Tests.Support;

/// <summary>The Node packages that ./setup installs for development and tests.</summary>
public static class NodeTools
{
    /// <param name="path">Below <c>artifacts/node/node_modules</c>.</param>
    public static string Find(string path) =>
        TryFind(path)
        ?? throw new FileNotFoundException(
            $"There is no artifacts/node/node_modules/{path} above {AppContext.BaseDirectory}. Run ./setup first."
        );

    /// <inheritdoc cref="Find"/>
    public static bool IsInstalled(string path) => TryFind(path) is not null;

    private static string? TryFind(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string found = Path.Combine(folder.FullName, "artifacts", "node", "node_modules", path);
            if (File.Exists(found))
                return found;
        }

        return null;
    }
}
