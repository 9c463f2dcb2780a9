namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>What commands print for programs, as <c>docs/json.md</c> has it.</summary>
[Collection(nameof(ArchivedOrders))]
public sealed class JsonReportTests(ArchivedOrders orders) : IAsyncLifetime
{
    private readonly ScriptedBroker kafka = ScriptedBroker.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await kafka.DisposeAsync();

    [Fact]
    public async Task AMirror()
    {
        JsonElement document = await RunAsync(
            Words($"mirror --local-store {orders.Archive.Path} --local-store {orders.NewPath("mirror")} --json")
        );
        Assert.Contains(orders.Archive.Path, document.GetProperty("source").GetString());
        JsonElement mirror = Assert.Single(document.GetProperty("mirrors").EnumerateArray());
        Assert.Equal(
            ["store", "copied", "copiedBytes", "alreadyThere", "problems"],
            mirror.EnumerateObject().Select(member => member.Name)
        );
        Assert.True(mirror.GetProperty("copied").GetInt64() >= orders.Archive.Objects().Count);
        Assert.Empty(mirror.GetProperty("problems").EnumerateArray());
    }

    [Fact]
    public async Task ARestoreThatIsOnlyCounted()
    {
        JsonElement document = await RunAsync(Words($"restore --dry-run --local-store {orders.Archive.Path} --json"));
        Assert.True(document.GetProperty("dryRun").GetBoolean());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("topics").ValueKind);
        Assert.Equal(20_000, document.GetProperty("totals").GetProperty("records").GetInt64());
        JsonElement last = document.GetProperty("partitions").EnumerateArray().Last();
        Assert.Equal(3, last.GetProperty("source").GetProperty("partition").GetInt32());
        Assert.Equal("orders", last.GetProperty("target").GetProperty("topic").GetString());
        Assert.Equal(5_000, last.GetProperty("records").GetInt64());
    }

    [Fact]
    public async Task ARestoreThatIsCompared()
    {
        JsonElement document = await RunAsync(new RestoreProgram(orders, kafka.Bootstrap).Arguments("--verify", "--json"));
        Assert.False(document.GetProperty("dryRun").GetBoolean());
        Assert.Equal(20_000, document.GetProperty("totals").GetProperty("records").GetInt64());
        JsonElement first = document.GetProperty("partitions").EnumerateArray().First();
        Assert.Equal((0, 5_000), (Number(first, "offsets", "from"), Number(first, "offsets", "to")));
        Assert.Equal(4, document.GetProperty("compared").EnumerateArray().Count(each => each.GetProperty("isEqual").GetBoolean()));
    }

    [Fact]
    public async Task AResumeWithNothingToResume()
    {
        JsonElement document = await RunAsync(
            Words(
                $"resume --topic orders --broker-list {kafka.Bootstrap} --group g --local-store {orders.Archive.Path} --state-dir {State()} --json"
            )
        );
        Assert.Equal("orders", document.GetProperty("topic").GetString());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("decision").ValueKind);
        Assert.Empty(document.GetProperty("partitions").EnumerateArray());
    }

    [Fact]
    public async Task AConfiguration()
    {
        string file = orders.NewPath("kafka-store.yaml");
        await File.WriteAllTextAsync(
            file,
            $"kafka: {{brokers: [{kafka.Bootstrap}], group: g}}\nstores: [{orders.NewPath("store")}]\ntopics: [orders]\ncatalog: {{password: secret}}\n"
        );
        JsonElement printed = await RunAsync("config", "print", "--json", "--config", file);
        JsonElement[] keys = [.. printed.GetProperty("keys").EnumerateArray()];
        Assert.Equal(["orders"], Key("topics").GetProperty("values").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal("***", Assert.Single(Key("catalog.password").GetProperty("values").EnumerateArray()).GetString());
        Assert.Equal(JsonValueKind.Null, Key("run.share").GetProperty("origin").ValueKind);

        JsonElement checkedOffline = await RunAsync("config", "check", "--offline", "--json", "--config", file);
        Assert.Equal(5, checkedOffline.GetProperty("keys").GetInt32());
        Assert.Empty(checkedOffline.GetProperty("checks").EnumerateArray());

        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("config", "check", "--json", "--config", file);
        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: ", errors); // the scripted broker has no such topic
        JsonElement[] checks = [.. JsonDocument.Parse(output).RootElement.GetProperty("checks").EnumerateArray()];
        Assert.False(checks[0].GetProperty("isWell").GetBoolean());
        Assert.All(checks[1..], check => Assert.True(check.GetProperty("isWell").GetBoolean()));

        JsonElement Key(string path) => keys.Single(key => key.GetProperty("key").GetString() == path);
    }

    private static long Number(JsonElement element, string member, string inner) =>
        element.GetProperty(member).GetProperty(inner).GetInt64();

    private static async Task<JsonElement> RunAsync(params string[] arguments) =>
        JsonDocument.Parse((await KafkaStoreProcess.RunAsync(arguments)).Succeed()).RootElement;

    private string State()
    {
        string folder = orders.NewPath("state");
        Directory.CreateDirectory(Path.Combine(folder, "staged"));
        return folder;
    }
}
