namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>The image as the SDK makes it over a base: for nobody privileged, with the program and its native client.</summary>
public sealed class ContainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheImageRunsTheArchiverForNobodyPrivileged()
    {
        await using var registry = new BaseImageRegistry();
        var environment = new Dictionary<string, string> { ["CONTAINER_BASE_IMAGE"] = registry.Image };
        string archive = (
            await ToolRun.RunAsync(
                Repository.PathOf("scripts/pack"),
                ["--no-build", "--output", folder.Path, "container"],
                environment: environment
            )
        )
            .Succeed()
            .Trim();
        (await ToolRun.RunAsync("tar", ["-xf", archive, "-C", folder.Path])).Succeed();
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(folder.Below("manifest.json")));
        JsonElement image = manifest.RootElement[0];
        string configured = await File.ReadAllTextAsync(folder.Below(image.GetProperty("Config").GetString()!));
        using var document = JsonDocument.Parse(configured);
        JsonElement config = document.RootElement.GetProperty("config");

        Assert.Equal("1654", config.GetProperty("User").GetString());
        Assert.Equal(["/app/kafka-store"], Texts(config.GetProperty("Entrypoint")));
        Assert.Equal(["--config", "/etc/kafka-store/kafka-store.yaml"], Texts(config.GetProperty("Cmd")));
        string[] variables = Texts(config.GetProperty("Env"));
        Assert.Contains("BASE=kept", variables);
        Assert.Contains("KAFKA_STORE_STAGING_STATE_DIR=/var/lib/kafka-store/state", variables);

        // The last layer is the program's; it runs on this machine's .NET.
        string layer = Texts(image.GetProperty("Layers"))[^1];
        (await ToolRun.RunAsync("tar", ["-xf", folder.Below(layer), "-C", folder.Path])).Succeed();
        Assert.True(File.Exists(folder.Below("app/librdkafka.so")));
        await FirstArchive.MakeAsync(folder.Below("app"), folder.Below("run"), new Dictionary<string, string>());
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(each => each.GetString()!)];
}
