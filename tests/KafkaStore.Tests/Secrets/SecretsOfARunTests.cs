using KafkaStore.Catalog.MySql;

namespace KafkaStore.Tests.Secrets;

/// <summary>A whole run of the local host, with troubles, whose settings and records are full of secrets: what it logs has none.</summary>
public sealed class SecretsOfARunTests : IDisposable
{
    private const string Secret = "hunter2";
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(200);

    private readonly TestApp app = new(options: Counting(10));

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task NoLineThatIsLoggedHoldsASecretOrARecord()
    {
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < 35; i++)
            app.Log.Append(Orders0, Confidential(i));
        await using LocalRun run = await LocalRun.StartAsync(
            app.Log,
            app.Archive,
            app.Staging,
            change: options =>
                options with
                {
                    Kafka = new KafkaClientOptions("127.0.0.1:1", "group") { Properties = Planted() },
                    Archive = StoreLocation.Parse($"https://acct.blob.core.windows.net/archive?sv=1&sig={Secret}"),
                    Staging = StoreLocation.Parse($"https://acct.blob.core.windows.net/staging?sv=1&sig={Secret}"),
                    Mirrors = [StoreLocation.Parse($"https://other.blob.core.windows.net/archive?sv=1&sig={Secret}")],
                    Catalog = MySqlCatalogUrl.Parse($"mysql://user:{Secret}@127.0.0.1:1/kafka", null),
                    Http = new HttpServerOptions(0) { Token = Secret },
                    Stores = new StoreSettings { AzureConnectionString = $"AccountName=acct;AccountKey={Secret}" },
                },
            prepare: (_, staging) => staging.Fail(call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/"), 2)
        );
        run.Archive.Fail(call => call.Operation == StoreOperation.Create && call.Name.StartsWith("orders/"), 1);
        await run.UntilAsync(() => run.StateOf(Orders0) is { Checkpoint: 30 }, Fast);
        app.Log.Outage = "No broker answers.";
        await run.UntilAsync(() => run.Loggers.Count("No broker answers.") > 0, Fast);
        app.Log.Outage = null;
        await run.StopAsync();

        string[] said =
        [
            .. run.Loggers.Lines.Select(line => line.Line),
            .. run.Loggers.Exceptions.Select(exception => exception.ToString()),
            .. app.Archive.Names,
            .. app.Staging.Names,
            run.StateOf(Orders0)?.ToString() ?? "",
        ];
        Assert.True(said.Length > 10);
        Assert.NotEmpty(
            run.Loggers.Exceptions.Select(exception => exception.Message)
                .Concat(
                    run.Loggers.Lines.Where(line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).Select(line => line.Line)
                )
        );
        Assert.DoesNotContain(said, line => line.Contains(Secret, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(said, line => line.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret))));
    }

    private static Record Confidential(int i)
    {
        byte[] bytes = Encoding.UTF8.GetBytes($"{Secret} {i}");
        return new Record(0, Millisecond(1000 * i), bytes, bytes, [new RecordHeader(Secret, bytes)]);
    }

    private static IReadOnlyDictionary<string, KafkaStore.Storage.Secret> Planted() =>
        SettingsOf
            .Kafka(("KafkaProtocol", "SaslSsl"), ("KafkaAuthenticationMode", "Plain"), ("KafkaUsername", Secret), ("KafkaPassword", Secret))
            .ClientProperties();
}
