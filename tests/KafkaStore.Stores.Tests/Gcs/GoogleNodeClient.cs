namespace KafkaStore.Stores.Tests.Gcs;

/// <summary>Google's own client, which is a process of node.</summary>
internal static class GoogleNodeClient
{
    public static async Task<JsonObject> RunAsync(FakeGcs server, string bucket, params string[] command)
    {
        string tools = Repository.PathOf("artifacts/node");
        if (!Directory.Exists(Path.Combine(tools, "node_modules", "@google-cloud", "storage")))
            throw new InvalidOperationException($"{tools} lacks Google's client. Run ./setup --tests.");
        string script = Repository.PathOf("tests/KafkaStore.Stores.Tests/Gcs/Node/google-client.cjs");
        var environment = new Dictionary<string, string> { ["STORAGE_EMULATOR_HOST"] = "" };
        ToolRun run = await ToolRun.RunAsync("node", [script, tools, server.Address, bucket, .. command], environment: environment);
        return run.ExitCode == 0 ? JsonNode.Parse(run.Output)!.AsObject() : throw new InvalidOperationException(run.Errors);
    }
}
