namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>A folder with a configuration file, in which the program is run without an option.</summary>
public sealed class ConfiguredFolder
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-configured-");

    public string Path => folder.FullName;

    /// <summary>Writes <c>kafka-store.yaml</c>.</summary>
    public void Configure(string yaml) => Write("kafka-store.yaml", yaml);

    public void Write(string file, string text) => File.WriteAllText(Below(file), text);

    public string Below(string file) => System.IO.Path.Combine(Path, file);

    /// <summary>Objects of the archive in its folder <c>archive</c>, as <c>orders/000000/00000000000000000000</c>.</summary>
    public IReadOnlyList<string> Objects(string archive = "archive") =>
        [.. new ArchiveFolder(Below(archive)).Objects().Select(name => name.ToString())];

    /// <summary>All bytes of an object, each as the character of its number.</summary>
    public string BytesOf(string name) => Encoding.Latin1.GetString(File.ReadAllBytes(Below($"archive/{name}")));

    public Task<ToolRun> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public Task<ToolRun> RunAsync(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) =>
        KafkaStoreProcess.RunInAsync(Path, environment, arguments);

    /// <summary>Runs it; it must succeed.</summary>
    public async Task<ToolRun> SucceedAsync(params string[] arguments)
    {
        ToolRun run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Output}\n{run.Errors}");
        return run;
    }

    public KafkaStoreProcess Start(params string[] arguments) => KafkaStoreProcess.Start(Path, [], arguments);

    public void Delete() => folder.Delete(recursive: true);
}
