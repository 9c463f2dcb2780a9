namespace KafkaStore.Stores.Tests.S3;

/// <summary>Runs a scenario of Node/client.mjs with Amazon's own client.</summary>
internal static class NodeClient
{
    public static async Task<JsonElement> RunAsync(string scenario, FakeS3Server server, string bucket)
    {
        string modules = Repository.PathOf("artifacts/node");
        Assert.True(
            Directory.Exists(Path.Combine(modules, "node_modules", "@aws-sdk", "client-s3")),
            $"No @aws-sdk/client-s3 below {modules}: run ./setup."
        );
        string script = Repository.PathOf("tests/KafkaStore.Stores.Tests/S3/Node/client.mjs");
        string[] arguments = [modules, scenario, server.Endpoint.ToString(), FakeS3Server.AccessKey, FakeS3Server.SecretKey, bucket];
        string output = (await ToolRun.RunAsync("node", [script, .. arguments])).Succeed();
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
