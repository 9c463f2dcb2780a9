namespace KafkaStore.EndToEnd.Tests.FunctionApp;

/// <summary>One compiler for all builds of a test, which would start a cold one a project; it ends with the test.</summary>
internal sealed class SharedCompiler : IDisposable
{
    private readonly string id = $"kafka-store-test-{Guid.NewGuid():N}";
    private readonly Process process;

    private SharedCompiler(string program) =>
        process = Process.Start(
            new ProcessStartInfo("dotnet", [program, $"-pipename:{id}"]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;

    /// <summary>For a build that is to use it.</summary>
    public IReadOnlyDictionary<string, string> Variables =>
        new Dictionary<string, string> { ["UseSharedCompilation"] = "true", ["SharedCompilationId"] = id };

    public static async Task<SharedCompiler> StartAsync(CopiedSources sources) =>
        new(Path.Combine(await sources.PropertyAsync("RoslynTargetsPath"), "bincore", "VBCSCompiler.dll"));

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
