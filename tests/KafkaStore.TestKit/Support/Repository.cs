namespace KafkaStore.Tests.Support;

/// <summary>The repository that the tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <param name="path">Below the root.</param>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "KafkaStore.Functions.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
