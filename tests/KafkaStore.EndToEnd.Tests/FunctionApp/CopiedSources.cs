namespace KafkaStore.EndToEnd.Tests.FunctionApp;

/// <summary>A copy of what a build of the function app needs, so that it meets no other build; with a developer's own settings.</summary>
internal sealed class CopiedSources : IDisposable
{
    private static readonly string[] Folders = ["src", "compat"];
    private static readonly string[] NotSource = ["bin", "obj", "artifacts"];

    // The same sources have been analyzed by the build that these tests are part of.
    private readonly Dictionary<string, string> variables = new() { ["RunAnalyzers"] = "false" };

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("kafka-store-func-");

    public CopiedSources()
    {
        string root = Repository.Root;
        foreach (string file in Directory.EnumerateFiles(root).Where(IsForBuilding))
            File.Copy(file, Path.Combine(this.root.FullName, Path.GetFileName(file)));
        foreach (string folder in Folders.Where(folder => Directory.Exists(Path.Combine(root, folder))))
            Copy(new DirectoryInfo(Path.Combine(root, folder)), Path.Combine(this.root.FullName, folder));
        File.Copy(Path.Combine(root, "local.settings.sample.json"), Path.Combine(this.root.FullName, "local.settings.json"));
    }

    public string Root => root.FullName;

    public string App => Path.Combine(Root, "src", "KafkaStore.FunctionApp");

    /// <summary>What is run from now on builds with it.</summary>
    public void Use(SharedCompiler compiler)
    {
        foreach ((string name, string value) in compiler.Variables)
            variables[name] = value;
    }

    public void Dispose() => root.Delete(recursive: true);

    /// <summary>Runs it in the app's folder, as Core Tools does; what it printed, if it failed.</summary>
    public async Task<string?> DotnetAsync(params string[] arguments)
    {
        (int exitCode, string said) = await RunAsync(App, variables, arguments);
        return exitCode == 0 ? null : said;
    }

    /// <summary>What the project makes of a property.</summary>
    public async Task<string> PropertyAsync(string name, params string[] arguments) =>
        (await RunAsync(App, variables, ["msbuild", $"-getProperty:{name}", .. arguments])).Said.Trim();

    /// <summary>Runs <c>dotnet</c> in a folder with more variables; what it printed, and how it ended.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        string folder,
        IReadOnlyDictionary<string, string> variables,
        params string[] arguments
    )
    {
        var environment = new Dictionary<string, string>(variables);
        foreach (string name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("MSBUILD")))
            environment[name] = ""; // the test runner's own
        environment["MSBUILDDISABLENODEREUSE"] = "1"; // nothing of it stays behind
        environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        ToolRun run = await ToolRun.RunAsync("dotnet", arguments, folder, environment);
        return (run.ExitCode, run.Output + run.Errors);
    }

    private static bool IsForBuilding(string file) =>
        Path.GetFileName(file)
            is "host.json"
                or "global.json"
                or "kafka-extension.props"
                or ".editorconfig"
                or "nuget.config"
                or "NuGet.config"
        || Path.GetFileName(file).StartsWith("Directory.");

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name));
        foreach (DirectoryInfo folder in from.EnumerateDirectories().Where(folder => !NotSource.Contains(folder.Name)))
            Copy(folder, Path.Combine(to, folder.Name));
    }
}
