namespace KafkaStore.EndToEnd.Tests.Stores;

/// <summary>The program with Azure Blob Storage and a folder at once, everything through its command line.</summary>
public sealed class TwoStoresTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>
{
    private const int Records = 6_000;

    [ServerFact(TestServer.Azurite, TestServer.MariaDb)]
    public async Task AzureAndItsMirrorGetTheSameObjectsAndTheCatalogDescribesThem()
    {
        const int Partitions = 3;
        await using TwoStores stores = await TwoStores.CreateAsync();
        var database = new MariaDb();
        try
        {
            await database.InitializeAsync();
            string catalog = await database.CreateDatabaseAsync();
            await TwoStores.RunAsync("catalog", "create", "--mysql-metadata-url", catalog);
            string topic = await ProduceAsync(Partitions);
            await TwoStores.RunAsync([
                .. Archiving(topic),
                .. Words($"--azure-store-url {stores.AzureUrl} --local-store {stores.LocalFolder} --state-dir {stores.StateFolder}"),
                .. Words($"--staging-url {await stores.CreateContainerAsync()} --mysql-metadata-url {catalog}"),
            ]);

            IReadOnlyList<string> archived = await StoredObjects.DigestsAsync(await stores.OpenAzureAsync());
            Assert.True(archived.Count > 3 * Partitions, $"only {archived.Count} objects");
            Assert.Equal(archived, await StoredObjects.DigestsAsync(stores.OpenLocal()));
            Assert.Contains($" {Records:N0} records, ", await TwoStores.RunAsync("verify", "--azure-store-url", stores.AzureUrl));
            Assert.Contains($" {Records:N0} records, ", await TwoStores.RunAsync("verify", "--local-store", stores.LocalFolder));
            Assert.EndsWith(
                " compared, 0 differences\n",
                await TwoStores.RunAsync("catalog", "check", "--azure-store-url", stores.AzureUrl, "--mysql-metadata-url", catalog)
            );
            Assert.Equal(
                [$"{Records}"],
                await database.QueryAsync("SELECT SUM(records) FROM kafka_store_segments", catalog.Split('/')[^1])
            );
            await ReadersAgreeAsync(stores, topic, Partitions);

            string other = await stores.CreateContainerAsync();
            await TwoStores.RunAsync("mirror", "--local-store", stores.LocalFolder, "--azure-store-url", other);
            Assert.Equal(archived, await StoredObjects.DigestsAsync(await stores.OpenAzureAsync(other)));
            await TwoStores.RunAsync("verify", "--azure-store-url", other);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [ServerFact(TestServer.Azurite)]
    public async Task MirrorThatIsDownStopsNothingAndIsCompletedByTheNextRun()
    {
        await using TwoStores stores = await TwoStores.CreateAsync();
        string topic = await ProduceAsync(1);
        string[] archiving =
        [
            .. Archiving(topic),
            .. Words($"--local-store {stores.LocalFolder} --azure-store-url {stores.AzureUrl} --state-dir {stores.StateFolder}"),
        ];
        await TwoStores.RunAsync(archiving);
        IReadOnlyList<string> before = await StoredObjects.DigestsAsync(stores.OpenLocal());
        Assert.Equal(before, await StoredObjects.DigestsAsync(await stores.OpenAzureAsync()));

        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, Records).Select(BrokerFixture.Numbered));
        await stores.Line.CutAsync();
        (int exitCode, _, string errors) = await TwoStores.TryAsync(archiving);
        Assert.Equal(1, exitCode);
        Assert.Contains($"Mirror {stores.AzureUrl} could not be brought up to date with {topic}", errors);
        Assert.EndsWith(
            "error: The archive is complete and a mirror is not, as said above. Run the same command again, or 'kafka-store mirror'.\n",
            errors
        );
        Assert.Contains($" {2 * Records:N0} records, ", await TwoStores.RunAsync("verify", "--local-store", stores.LocalFolder));
        Assert.Equal(before, await StoredObjects.DigestsAsync(await stores.OpenAzureAsync()));

        stores.Line.Mend();
        await TwoStores.RunAsync(archiving);
        IReadOnlyList<string> after = await StoredObjects.DigestsAsync(stores.OpenLocal());
        Assert.True(after.Count > before.Count);
        Assert.Equal(after, await StoredObjects.DigestsAsync(await stores.OpenAzureAsync()));
    }

    private static async Task ReadersAgreeAsync(TwoStores stores, string topic, int partitions)
    {
        int lines = 0;
        for (int partition = 0; partition < partitions; partition++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{topic}/{partition:D6}/{0:D20}");
            string fromAzure = await TwoStores.RunAsync("kafka-store-reader", "azure", $"{stores.AzureUrl}/{name}");
            Assert.Equal(await TwoStores.RunAsync("kafka-store-reader", "local", Path.Combine(stores.LocalFolder, name)), fromAzure);
            lines += fromAzure.Count(character => character == '\n');
        }

        Assert.Equal(Records, lines);
    }

    private async Task<string> ProduceAsync(int partitions)
    {
        string topic = kafka.NewTopic(partitions);
        await using var producer = new SteadyProducer(kafka.Broker.Brokers, topic, partitions);
        await producer.ProduceAsync(Records);
        return topic;
    }

    private string[] Archiving(string topic) =>
        [
            .. Words($"--broker-list {kafka.Broker.Brokers} --topic {topic} --group two-stores --offset-reset earliest"),
            .. Words($"--file-size 32K --exit-at-end --close-at-end"),
        ];
}
