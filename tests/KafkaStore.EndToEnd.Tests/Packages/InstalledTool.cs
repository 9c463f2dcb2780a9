namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>The tool of .NET, packed from what was built and installed from that folder, as somebody would who has the package.</summary>
public sealed class InstalledTool : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Where the command <c>kafka-store</c> is.</summary>
    public string Bin => folder.Below("bin");

    /// <summary>With which a shell finds the installed command first.</summary>
    public Dictionary<string, string> OnPath => new() { ["PATH"] = $"{Bin}:{Environment.GetEnvironmentVariable("PATH")}" };

    public async Task InitializeAsync()
    {
        string package = (
            await ToolRun.RunAsync(Repository.PathOf("scripts/pack"), ["--no-build", "--output", folder.Below("feed"), "tool"])
        )
            .Succeed()
            .Trim();
        string version = Path.GetFileNameWithoutExtension(package)["kafka-store.".Length..];
        string[] install =
        [
            .. Words($"tool install kafka-store --version {version} --tool-path {Bin} --source {Path.GetDirectoryName(package)!}"),
        ];
        (await ToolRun.RunAsync("dotnet", install, folder.Path)).Succeed();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    /// <summary>Runs lines in bash, in a folder.</summary>
    public Task<ToolRun> BashAsync(string lines, string folder) => ToolRun.BashAsync(lines, folder, OnPath);
}
