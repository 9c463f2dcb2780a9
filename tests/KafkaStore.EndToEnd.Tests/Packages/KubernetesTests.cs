using YamlDotNet.RepresentationModel;

namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>The manifests fit together, ask routes that there are, and their configuration is one that this build takes.</summary>
public sealed class KubernetesTests : IDisposable
{
    private const string Secrets = "/run/secrets/kafka-store";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheConfigurationPassesTheCheckWithItsSecretsAsFiles()
    {
        await File.WriteAllTextAsync(folder.Below("client.properties"), "security.protocol=SSL\n");
        await File.WriteAllTextAsync(folder.Below("staging-keys"), Convert.ToBase64String(new byte[32]) + "\n");
        await File.WriteAllTextAsync(folder.Below("http-token"), "0123456789abcdef\n");
        string yaml = await File.ReadAllTextAsync(PathOf("kafka-store.yaml"));
        await File.WriteAllTextAsync(folder.Below("kafka-store.yaml"), yaml.Replace(Secrets, folder.Path, StringComparison.Ordinal));

        ToolRun run = await KafkaStoreProcess.RunInAsync(folder.Path, [], "config", "check", "--offline");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string secret = $"--from-file={string.Join(" --from-file=", "client.properties", "staging-keys", "http-token")}";
        Assert.Contains(secret, await File.ReadAllTextAsync(Repository.PathOf("docs/installation.md")));
    }

    [Fact]
    public async Task ProbesAskRoutesThatThereAreAtThePortOfTheConfiguration()
    {
        YamlNode container = Container();
        using var openApi = JsonDocument.Parse(
            await File.ReadAllTextAsync(Repository.PathOf("src/KafkaStore.Functions/Http/openapi.json"))
        );
        foreach (string probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
        {
            string path = Text(container[probe]["httpGet"]["path"]);
            Assert.True(openApi.RootElement.GetProperty("paths").TryGetProperty(path["/api".Length..], out _), path);
            Assert.Equal("http", Text(container[probe]["httpGet"]["port"]));
        }

        Assert.Equal("/api/health/live", Text(container["livenessProbe"]["httpGet"]["path"]));
        YamlNode configured = Documents("kafka-store.yaml").Single();
        Assert.Equal(Text(container["ports"][0]["containerPort"]), Text(configured["http"]["port"]));
        Assert.Equal("true", Text(configured["run"]["share"]));
    }

    [Fact]
    public void ThePodHasNoPrivilegesAndWritesToItsVolumesAlone()
    {
        YamlNode pod = Documents("stateful-set.yaml").Single()["spec"]["template"]["spec"];
        Assert.Equal("true", Text(pod["securityContext"]["runAsNonRoot"]));
        YamlNode security = Container()["securityContext"];
        Assert.Equal("true", Text(security["readOnlyRootFilesystem"]));
        Assert.Equal("false", Text(security["allowPrivilegeEscalation"]));
        Assert.Equal("ALL", Text(security["capabilities"]["drop"][0]));

        string[] volumes = [.. ((YamlSequenceNode)pod["volumes"]).Select(volume => Text(volume["name"]))];
        var mounts = ((YamlSequenceNode)Container()["volumeMounts"]).ToDictionary(
            mount => Text(mount["mountPath"]),
            mount => Text(mount["name"])
        );
        Assert.Equal(volumes.Order(), mounts.Values.Order());
        Assert.Contains(Secrets, mounts.Keys);
        Assert.Contains("/tmp", mounts.Keys);

        // The image says where its state is, and who runs it.
        string project = File.ReadAllText(Repository.PathOf("src/KafkaStore.Cli/KafkaStore.Cli.csproj"));
        Assert.Contains("Include=\"KAFKA_STORE_STAGING_STATE_DIR\" Value=\"/var/lib/kafka-store/state\"", project);
        Assert.Contains("/var/lib/kafka-store", mounts.Keys);
        Assert.Contains($"<ContainerUser>{Text(pod["securityContext"]["runAsUser"])}</ContainerUser>", project);
    }

    [Fact]
    public void EverySelectorFindsThePods()
    {
        const string Name = "app.kubernetes.io/name";
        string label = Text(Documents("stateful-set.yaml").Single()["spec"]["template"]["metadata"]["labels"][Name]);
        Assert.Equal(label, Text(Documents("stateful-set.yaml").Single()["spec"]["selector"]["matchLabels"][Name]));
        Assert.Equal(label, Text(Documents("service.yaml").Single()["spec"]["selector"][Name]));
        Assert.Equal(label, Text(Documents("disruption-budget.yaml").Single()["spec"]["selector"]["matchLabels"][Name]));
    }

    [ProgramFact("kubectl")]
    public async Task KustomizePutsThemTogether()
    {
        string manifests = (await ToolRun.RunAsync("kubectl", ["kustomize", PathOf("")])).Succeed();
        string[] kinds = [.. Parse(manifests).Select(document => Text(document["kind"])).Order(StringComparer.Ordinal)];
        Assert.Equal(["ConfigMap", "PodDisruptionBudget", "Service", "ServiceAccount", "StatefulSet"], kinds);
        Assert.Matches(@"(?m)^ +name: kafka-store-[a-z0-9]{10}$", manifests); // the configuration, by its content
        Assert.Contains("image: registry.example.com/kafka-store:", manifests);
    }

    private static YamlNode Container() => Documents("stateful-set.yaml").Single()["spec"]["template"]["spec"]["containers"][0];

    private static IEnumerable<YamlNode> Documents(string name) => Parse(File.ReadAllText(PathOf(name)));

    private static IEnumerable<YamlNode> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(document => document.RootNode);
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static string PathOf(string name) => Path.Combine(Repository.Root, "packaging", "kubernetes", name);
}
