using System.Net;
using System.Net.Sockets;
using KafkaStore.Scripted.Log;
using KafkaStore.Tests.Schemas;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>What the keys of <c>catalog</c>, <c>schema-registry</c> and <c>http</c> do.</summary>
public sealed class ServiceKeyTests : ConfiguredRun
{
    public override Task InitializeAsync()
    {
        Broker.CreateTopic("orders")[0].Append(new LogRecord(null, Framed.Of(7, 2)), LogRecord.Of("k", "v"));
        return Task.CompletedTask;
    }

    [ServerFact(TestServer.MariaDb)]
    [Observes("catalog.url", "catalog.password")]
    public async Task FilesHaveRowsInTheCatalogOfWhoHasThePassword()
    {
        var database = new MariaDb();
        try
        {
            await database.InitializeAsync();
            string url = await database.CreateDatabaseAsync();
            string name = url.Split('/')[^1];
            await database.ExecuteAsync($"CREATE USER archiver IDENTIFIED BY 'of the catalog'; GRANT ALL ON {name}.* TO archiver");
            Folder.Write("password", "of the catalog\n");
            Configure($"catalog: {{url: '{url.Replace("root@", "archiver@", StringComparison.Ordinal)}', password: '${{file:password}}'}}");

            await Folder.SucceedAsync("catalog", "create");
            await Folder.SucceedAsync();

            Assert.Equal(["2"], await database.QueryAsync("SELECT SUM(records) FROM kafka_store_segments", name));
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [Fact]
    [Observes("schema-registry.url", "schema-registry.user", "schema-registry.password")]
    public async Task SchemasAreKeptOfTheRegistryThatTakesTheLogin()
    {
        using var registry = new FakeRegistry { Credentials = "reader:of the registry" };
        registry.Register(7, "orders-value", "\"int\"");
        Configure($"schema-registry: {{url: '{registry.Url}', user: reader, password: of the registry}}");

        await Folder.SucceedAsync();

        Assert.True(File.Exists(Folder.Below($"archive/{MarkerName.Schema(7)}")));
    }

    [Fact]
    [Observes("http.port", "http.host", "http.token")]
    public async Task TheArchiveIsServedAtTheAddressToWhoHasTheToken()
    {
        const string Token = "a secret of 16 or more";
        int port = FreePort();
        Configure($"http: {{port: {port}, host: 127.0.0.2, token: {Token}}}", exitAtEnd: false);
        await using KafkaStoreProcess run = Folder.Start();
        await run.UntilAsync(archiver => archiver.Errors.Contains("HTTP is served on "));

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.2:{port}/api/topics") };
        using HttpResponseMessage refused = await client.GetAsync("");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        client.DefaultRequestHeaders.Add("x-functions-key", Token);
        using HttpResponseMessage served = await client.GetAsync("");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        using var elsewhere = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => elsewhere.ConnectAsync(IPAddress.Loopback, port));

        await run.SignalAsync("TERM");
        Assert.Equal(0, (await run.WaitAsync(TimeSpan.FromSeconds(20))).ExitCode);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Configure(string service, bool exitAtEnd = true) =>
        Folder.Configure(
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}, group: archive}
            stores: [archive]
            topics: [orders]
            defaults: {offset-reset: earliest}
            run: {exit-at-end: {{(exitAtEnd ? "true, close-at-end: true" : "false")}}, settling: 1s}
            {{service}}
            """
        );
}
