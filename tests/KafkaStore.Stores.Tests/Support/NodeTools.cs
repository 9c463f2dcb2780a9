namespace KafkaStore.Stores.Tests.Support;

/// <summary>The Node packages that ./setup installs for development and tests.</summary>
public static class NodeTools
{
    /// <param name="path">Below <c>artifacts/node/node_modules</c>.</param>
    public static string Find(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string found = Path.Combine(folder.FullName, "artifacts", "node", "node_modules", path);
            if (File.Exists(found))
                return found;
        }

        throw new FileNotFoundException($"There is no artifacts/node/node_modules/{path} above {AppContext.BaseDirectory}. Run ./setup first.");
    }
}
