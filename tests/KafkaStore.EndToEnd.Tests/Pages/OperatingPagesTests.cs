using System.Runtime.Versioning;
using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;
using KafkaStore.Tests.Gcs;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>Commands of the book for who looks after an archive, or takes over an old one.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OperatingPagesTests : PageRun
{
    [Fact]
    [RunsBlock("status")]
    public async Task TheStatusIsPrinted()
    {
        CreateTopic("orders", partitions: 2, records: 10);
        await ArchiveAsync();

        string output = (await RunAsync(Script("status", ("broker:9092", Broker.Bootstrap)))).Succeed();

        Assert.Contains("orders-1", output);
    }

    [Fact]
    [RunsBlock("resume")]
    public async Task AFaultIsClearedOnceItsCauseIsGone()
    {
        Topic orders = CreateTopic("orders", partitions: 6, records: 10);
        await ArchiveAsync();
        string last = Below("archive/orders/000005/00000000000000000000");
        byte[] whole = await File.ReadAllBytesAsync(last);
        await File.WriteAllBytesAsync(last, whole[..50]);
        orders[5].Append(LogRecord.Numbered(10));
        Assert.Equal(3, (await RunAsync("kafka-store " + Archiving())).ExitCode);
        await File.WriteAllBytesAsync(last, whole);

        // The app's line of the block is marked as not run.
        string line = Script("resume", ("BROKERS", Broker.Bootstrap), ("GROUP", "archive"), ("DIR", "archive")).Split('\n')[0];
        string output = (await RunAsync(line)).Succeed();

        Assert.StartsWith("orders-5: cleared (ArchiveDamaged). Its cause is gone.", output);
    }

    [ServerFact(TestServer.MariaDb)]
    [RunsBlock("old-bucket")]
    public async Task AnArchiveGoesOnInItsOldBucket()
    {
        Topic orders = CreateTopic("orders", partitions: 1, records: 10);
        var database = new MariaDb();
        await database.InitializeAsync();
        try
        {
            string catalog = await database.CreateDatabaseAsync();
            await using FakeGcs server = await FakeGcs.StartAsync("bucket");
            var environment = new Dictionary<string, string> { ["STORAGE_EMULATOR_HOST"] = server.Address + "/storage/v1/" };
            const string Store = "gs://bucket/archive";
            (await RunAsync($"kafka-store catalog create --mysql-metadata-url {catalog}")).Succeed();
            string stores = $"--gcloud-store-url {Store} --mysql-metadata-url {catalog}";
            (await RunAsync("kafka-store " + Archiving(stores), environment)).Succeed();
            orders[0].Append(LogRecord.Numbered(5));

            string script = Script(
                "old-bucket",
                ("gs://BUCKET/PREFIX", Store),
                ("BROKERS", Broker.Bootstrap),
                ("mysql://USER:PASSWORD@HOST/DB", catalog),
                ("--group kafka-store", $"--group archive {ToTheEnd}")
            );
            string output = (await RunAsync(script, environment)).Succeed();

            Assert.Contains("orders", output);
            Assert.NotNull(server.Find("bucket", "archive/orders/000000/00000000000000000010"));
        }
        finally
        {
            await database.DisposeAsync();
        }
    }
}
