using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Browser;

/// <summary>
/// What the click paths meet: the built archiver over an archive with many objects (orders, with a staged tail), a lost range and
/// records that would do harm as markup (losses), and a partition that is faulted since an object is damaged (payments).
/// </summary>
internal sealed class WatchedArchive : IAsyncDisposable
{
    public const string Token = "a key of 16 or more";

    private const int SchemaId = 7;
    private const string Schema =
        """{"type":"record","name":"City","fields":[{"name":"name","type":"string"},{"name":"id","type":"long"}]}""";

    private static readonly string[] Topics = ["losses", "orders", "payments"];
    private static readonly long Start = DateTimeOffset
        .Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture)
        .ToUnixTimeMilliseconds();

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-watched-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();
    private KafkaStoreProcess? archiver;

    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>The object that is damaged.</summary>
    public string Damaged => Path.Combine(Archive, "payments", "000000", "00000000000000000000");

    /// <summary>What it had been before.</summary>
    public byte[] Whole { get; private set; } = [];

    private string Archive => Path.Combine(folder.FullName, "archive");

    public static async Task<WatchedArchive> StartAsync()
    {
        var archive = new WatchedArchive();
        try
        {
            await archive.FillAsync();
            await archive.FollowAsync();
            return archive;
        }
        catch
        {
            await archive.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (archiver is not null)
            await archiver.DisposeAsync();
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task FillAsync()
    {
        BrokerPartition orders = broker.CreateTopic("orders")[0];
        orders.Fill(1500, Numbered);
        BrokerPartition losses = broker.CreateTopic("losses")[0];
        losses.Append([.. Harmful()]);
        losses.Fill(15, i => Numbered(i + 5));
        BrokerPartition payments = broker.CreateTopic("payments")[0];
        payments.Fill(5, Numbered);
        (await KafkaStoreProcess.RunAsync([.. Options(), "--exit-at-end"])).Succeed();

        Whole = await File.ReadAllBytesAsync(Damaged);
        await File.WriteAllBytesAsync(Damaged, Whole[..50]);
        string schema = Path.Combine(Archive, MarkerName.Schema(SchemaId));
        Directory.CreateDirectory(Path.GetDirectoryName(schema)!);
        await File.WriteAllTextAsync(
            schema,
            JsonSerializer.Serialize(
                new
                {
                    id = SchemaId,
                    schemaType = "AVRO",
                    schema = Schema,
                    references = Array.Empty<object>(),
                }
            )
        );

        orders.Append([Numbered(1500), Numbered(1501), Numbered(1502)]);
        losses.Fill(40, i => Numbered(i + 20));
        losses.DeleteRecordsBefore(40);
        payments.Append([Numbered(5)]);
    }

    private async Task FollowAsync()
    {
        archiver = KafkaStoreProcess.Start([.. Options(), "--http-port", "0", "--http-token", Token]);
        const string Place = "The status page for browsers is ";
        await archiver.UntilAsync(run => run.Errors.Contains(Place));
        Address = new Uri(archiver.Errors.Split(Place)[1].Split('\n')[0].Trim());
        string last = Path.Combine(Archive, "losses", "000000", "00000000000000000055");
        await archiver.UntilAsync(run => File.Exists(last) && run.Errors.Contains("payments-0 seals nothing"));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("x-functions-key", Token);
        while (!(await client.GetStringAsync(new Uri(Address, "status"))).Contains("\"stagedNext\":1503"))
            await Task.Delay(100);
    }

    private string[] Options() =>
        [
            .. Words($"--broker-list {broker.Bootstrap} --group watched --local-store {Archive} --offset-reset earliest --file-records 5"),
            .. Topics.SelectMany(topic => new[] { "--topic", topic }),
        ];

    private static IEnumerable<LogRecord> Harmful()
    {
        byte[] framed = [0, 0, 0, 0, SchemaId, 6, .. "Ulm"u8, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20];
        yield return LogRecord.Of("<b>key</b>", "<img src=x onerror=\"alert(1)\"><script>alert(2)</script>", TimeOf(0));
        yield return new LogRecord("key"u8.ToArray(), framed, TimeOf(1));
        yield return new LogRecord("key"u8.ToArray(), null, TimeOf(2));
        yield return new LogRecord(null, new byte[] { 0xff, 0xfe }, TimeOf(3))
        {
            Headers = [LogHeader.Of("<i>header</i>", "<u>value</u>")],
        };
        yield return LogRecord.Of("key", new string('x', 5000), TimeOf(4));
    }

    private static LogRecord Numbered(int i) => LogRecord.Of($"key {i}", $$"""{"number": {{i}}}""", TimeOf(i));

    private static long TimeOf(int i) => Start + (i * 60_000L);
}
