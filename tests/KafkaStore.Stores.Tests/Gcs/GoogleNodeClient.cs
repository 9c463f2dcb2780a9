namespace KafkaStore.Stores.Tests.Gcs;

/// <summary>Google's own client, which is a process of node.</summary>
internal static class GoogleNodeClient
{
    private static readonly TimeSpan MaximumTime = TimeSpan.FromMinutes(2);

    private static readonly string Root = FindRoot();

    public static async Task<JsonObject> RunAsync(FakeGcs server, string bucket, params string[] command)
    {
        string tools = Path.Combine(Root, "artifacts", "node");
        if (!Directory.Exists(Path.Combine(tools, "node_modules", "@google-cloud", "storage")))
            throw new InvalidOperationException($"{tools} lacks Google's client. Run ./setup --tests.");
        string script = Path.Combine(Root, "tests", "KafkaStore.Stores.Tests", "Gcs", "Node", "google-client.cjs");
        var start = new ProcessStartInfo("node", [script, tools, server.Address, bucket, .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("STORAGE_EMULATOR_HOST");
        using Process process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(MaximumTime);
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
            string output = await process.StandardOutput.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return process.ExitCode == 0 ? JsonNode.Parse(output)!.AsObject() : throw new InvalidOperationException(await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KafkaStore.Functions.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} lies outside of the source tree.");
    }
}
