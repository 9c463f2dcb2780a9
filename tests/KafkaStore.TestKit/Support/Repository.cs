namespace KafkaStore.Tests.Support;

/// <summary>The repository that the tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <param name="path">Below the root.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    /// <summary>A project's assembly as it was built along with these tests, beside what it runs with.</summary>
    public static string Built(string project, string assembly)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, "src", project, "bin", framework.Parent!.Name, framework.Name, $"{assembly}.dll");
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KafkaStore.Functions.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
