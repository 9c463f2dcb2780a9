using KafkaStore.Cli.Archive;
using KafkaStore.Reading.Formats;

namespace KafkaStore.Tests.Schemas;

/// <summary>The hosts keep schemas when they are told where the registry is.</summary>
public sealed class SchemaKeepingTests
{
    [Fact]
    public async Task TheLocalHostKeepsSchemas()
    {
        using var registry = new FakeRegistry();
        registry.Register(1, "s1", "\"int\"");
        using TestApp app = new(options: Counting(10));
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < 10; i++)
            app.Log.Append(Orders0, new Record(0, Millisecond(1000 * i), null, Framed.Of(1, 2), []));
        await RunToTheEndAsync(app, registry);

        Assert.Contains(MarkerName.Schema(1), app.Archive.Names);
    }

    [Fact]
    public async Task RunThatIsOverBeforeTheTimerComesMakesUpForMissingSchemas()
    {
        using var registry = new FakeRegistry();
        registry.Stop();
        using TestApp app = new(options: Counting(10));
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < 10; i++)
            app.Log.Append(Orders0, new Record(0, Millisecond(1000 * i), null, Framed.Of(1, 2), []));
        await RunToTheEndAsync(app, registry);
        Assert.Contains(MarkerName.MissingSchema(1), app.Archive.Names);
        Assert.Single(app.ObjectNames);

        registry.Start();
        registry.Register(1, "s1", "\"int\"");
        await RunToTheEndAsync(app, registry);

        Assert.Contains(MarkerName.Schema(1), app.Archive.Names);
    }

    [Fact]
    public void UserAndPasswordOfTheEnvironmentComeFirst()
    {
        var variables = new Dictionary<string, string?> { [SchemaKeeping.UserVariable] = "u", [SchemaKeeping.PasswordVariable] = "p" };
        SchemaRegistryOptions read = SchemaKeeping.Read(" https://a:b@host:8081/ ", variables.GetValueOrDefault)!;
        Assert.Equal(("https://host:8081/", "u", "p"), (read.Address.ToString(), read.User, read.Password?.Text));
        read = SchemaKeeping.Read("https://a:b@host", _ => "")!;
        Assert.Equal(("a", "b"), (read.User, read.Password?.Text));
        Assert.Null(SchemaKeeping.Read(" ", _ => "x"));
        Assert.Throws<FormatException>(() => SchemaKeeping.Read("host:8081", _ => null));
    }

    [Fact]
    public void WithoutARegistryNoneAreKeptAndThoseThatAreKeptDecode()
    {
        Type[] without = [.. new ServiceCollection().AddSchemaKeeping(null).Select(service => service.ServiceType)];
        Assert.Contains(typeof(IValueDecoder), without);
        Assert.DoesNotContain(typeof(ISchemaKeeper), without);
        IServiceCollection with = new ServiceCollection().AddSchemaKeeping(SchemaRegistryOptions.Parse("http://host"));
        Assert.Equal([.. without, typeof(ISchemaKeeper)], with.Select(service => service.ServiceType));
    }

    [Fact]
    public void TheArchiveCommandTakesARegistry()
    {
        string[] archiving = ["--broker-list", "b", "--topic", "t", "--group", "g", "--local-store", "/a"];
        Assert.Null(Bind(archiving).SchemaRegistry);
        Assert.Equal(
            "http://registry:8081",
            Bind([.. archiving, "--schema-registry", "http://u:p@registry:8081/"]).SchemaRegistry!.ToString()
        );
        UsageException refused = Assert.Throws<UsageException>(() => Bind([.. archiving, "--schema-registry", "registry"]));
        Assert.Equal(
            "The schema registry's address is not one: give it as http://HOST:PORT or https://USER:PASSWORD@HOST.",
            refused.Message
        );
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("http://registry", "http://registry")]
    public void TheFunctionAppHasASettingForIt(string? value, string? expected)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["KafkaBrokers"] = "b",
                    ["KafkaTopic"] = "t",
                    ["KafkaConsumerGroup"] = "g",
                    ["KafkaStore:ArchiveUrl"] = "a",
                    ["KafkaStore:StagingUrl"] = "s",
                    ["KafkaStore:SchemaRegistryUrl"] = value,
                }
            )
            .Build();
        Assert.Equal(expected, AppSettings.Read(configuration, "there is none").SchemaRegistryUrl?.Text);
    }

    private static async Task RunToTheEndAsync(TestApp app, FakeRegistry registry)
    {
        await using LocalRun run = await LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options => options with { ExitAtEnd = true, SchemaRegistry = SchemaRegistryOptions.Parse(registry.Url) }
        );
        await run.EndAsync();
    }

    private static LocalHostOptions Bind(params string[] arguments)
    {
        var options = new ArchiveOptions();
        var command = new Command("test");
        options.AddTo(command);
        return options.Bind(command.Parse(arguments));
    }
}
