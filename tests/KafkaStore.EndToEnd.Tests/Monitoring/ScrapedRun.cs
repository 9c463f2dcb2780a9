using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Monitoring;

/// <summary>The built program archives from the scripted broker and serves what it measures.</summary>
public sealed class ScrapedRun : IAsyncLifetime
{
    public const int Partitions = 2;
    public const int RecordsOfEach = 1000;
    private const string Token = "a secret of 16 or more";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-metrics-");

    /// <summary>After all is archived but the open segments.</summary>
    public PrometheusText Scrape { get; private set; } = null!;

    /// <summary>Length of every object.</summary>
    public IReadOnlyList<long> Objects { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await using var broker = ScriptedBroker.Start();
        Topic orders = broker.CreateTopic("orders", Partitions);
        for (int i = 0; i < Partitions * RecordsOfEach; i++)
            orders[i % Partitions].Append(LogRecord.Of($"key {i}", new string('v', 100)));

        string archive = Path.Combine(folder.FullName, "archive");
        await using var archiver = KafkaStoreProcess.Start(
            Following(broker.Bootstrap, "orders", archive, [.. Words($"--file-records 300 --http-port 0 --http-token"), Token])
        );
        using HttpClient client = await ConnectAsync(archiver);
        await archiver.UntilAsync(_ => ObjectsIn(archive).Length == Partitions * 3);
        await client.GetStringAsync("api/topics/orders/partitions/0/records?limit=10");
        Scrape = await ScrapeAsync(client);
        Objects = ObjectsIn(archive);
    }

    public Task DisposeAsync()
    {
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private static long[] ObjectsIn(string archive) =>
        [
            .. Enumerable
                .Range(0, Partitions)
                .Select(partition => new DirectoryInfo(Path.Combine(archive, "orders", $"{partition:000000}")))
                .Where(place => place.Exists)
                .SelectMany(place => place.GetFiles())
                .Select(file => file.Length),
        ];

    // An object is there a moment before it is counted, and a scrape is kept for a moment.
    private static async Task<PrometheusText> ScrapeAsync(HttpClient client)
    {
        for (int i = 0; ; i++)
        {
            var scrape = PrometheusText.Parse(await client.GetStringAsync("metrics"));
            bool isComplete =
                scrape.Sum("kafka_store_sealed_objects_total") == Partitions * 3
                && scrape.Sum("kafka_store_accepted_records_total") == Partitions * RecordsOfEach
                && scrape.Sum("kafka_store_read_records_total") > 0;
            if (isComplete || i == 100)
                return scrape;
            await Task.Delay(100);
        }
    }

    private static async Task<HttpClient> ConnectAsync(KafkaStoreProcess archiver)
    {
        var client = new HttpClient { BaseAddress = await archiver.HttpAddressAsync() };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return client;
    }
}
