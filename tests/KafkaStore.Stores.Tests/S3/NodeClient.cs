namespace KafkaStore.Stores.Tests.S3;

/// <summary>Runs a scenario of Node/client.mjs with Amazon's own client.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static async Task<JsonElement> RunAsync(string scenario, FakeS3Server server, string bucket)
    {
        string root = FindRoot();
        string modules = Path.Combine(root, "artifacts", "node");
        Assert.True(
            Directory.Exists(Path.Combine(modules, "node_modules", "@aws-sdk", "client-s3")),
            $"No @aws-sdk/client-s3 below {modules}: run ./setup."
        );
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                Path.Combine(root, "tests", "KafkaStore.Stores.Tests", "S3", "Node", "client.mjs"),
                modules,
                scenario,
                server.Endpoint.ToString(),
                FakeS3Server.AccessKey,
                FakeS3Server.SecretKey,
                bucket,
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        Assert.True(process.ExitCode == 0, await errors);
        using var document = JsonDocument.Parse(await output);
        return document.RootElement.Clone();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "KafkaStore.Functions.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests don't run below the repository.");
        return folder.FullName;
    }
}
