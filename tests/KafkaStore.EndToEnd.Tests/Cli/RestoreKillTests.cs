namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>kill -9 on a restore, time and again: while it produces, while it saves a checkpoint, at its last look, and while it reads back.</summary>
[Collection(nameof(ArchivedOrders))]
public sealed class RestoreKillTests(ArchivedOrders orders, ITestOutputHelper output) : IDisposable
{
    // Of a shell's: 128 + 9.
    private const int Killed = 137;

    private const int KillsOnTheWay = 8;
    private const int All = ArchivedOrders.Partitions * ArchivedOrders.RecordsEach;

    private readonly EmbeddedBroker target = EmbeddedBroker.Start();
    private readonly string state = orders.NewPath("state");
    private readonly string map = orders.NewPath("map");
    private int kills;
    private long mostBehind;

    // Either there is always a checkpoint soon, or much is written behind it.
    // A request for each record leaves time for kills on the way; what is left then is written as fast as it goes.
    private string[] Arguments(int checkpointRecords, bool singly) =>
        new RestoreProgram(orders, target.Brokers).Arguments([
            .. Words($"--state {state} --offset-map {map} --checkpoint-records {checkpointRecords} --settle-seconds 1 --verify"),
            .. singly
                ? Words(
                    $"--kafka-property batch.num.messages=1 --kafka-property linger.ms=0 --kafka-property max.in.flight.requests.per.connection=1"
                )
                : [],
        ]);

    public void Dispose() => target.Dispose();

    [Fact]
    public async Task TenKillsLoseAndDoubleNothing()
    {
        target.CreateTopic(ArchivedOrders.Topic, ArchivedOrders.Partitions);
        target.SetRoundTrip(TimeSpan.FromMilliseconds(1)); // so that a kill that comes late still leaves something to the next
        for (int left = KillsOnTheWay; left > 0; left--)
            await KillOnTheWayAsync(left, whileSaving: left % 2 == 1);
        target.SetRoundTrip(TimeSpan.Zero);
        Assert.True(mostBehind > 0, "Every kill found all that was written in the checkpoint.");
        await KillAsync("at its last look", 3_000, _ => AllIsWritten());
        await KillAsync("while it reads back", 3_000, program => program.Output.Contains(" restored to "));
        Assert.Equal(10, kills);

        string said = (await KafkaStoreProcess.RunAsync(Arguments(3_000, singly: false))).Succeed();
        Assert.Contains("begun by an earlier run", said);
        Assert.Equal(4, said.Split('\n').Count(line => line.Contains("5,000 records equal to the archive's, sha256 ")));
        for (int number = 0; number < ArchivedOrders.Partitions; number++)
        {
            var partition = new TopicPartition(ArchivedOrders.Topic, number);
            IReadOnlyList<Record> restored = await ArchivedOrders.ReadAsync(target.Brokers, partition);
            Assert.Equal(ArchivedOrders.RecordsEach, restored.Count);
            Assert.Equal(
                RestoreProgram.Contents(await ArchivedOrders.ReadAsync(orders.Broker.Brokers, partition)),
                RestoreProgram.Contents(restored)
            );
        }

        Assert.Equal(RestoreProgram.Digests(orders.Archive), RestoreProgram.Digests(await orders.ArchiveAsync(target.Brokers)));
        IEnumerable<string> mapped = Enumerable.Range(0, ArchivedOrders.Partitions).Select(number => $"orders,{number},0,orders,0,5000");
        Assert.Equal(mapped.Prepend("topic,partition,old_first,target_topic,new_first,count"), await File.ReadAllLinesAsync(map));
    }

    private async Task KillOnTheWayAsync(int left, bool whileSaving)
    {
        await using var log = new KafkaRecordLog(BrokerFixture.OptionsFor(target.Brokers), NullLogger.Instance);
        long before = await RestoredAsync(log);

        // Each run gets somewhere, and leaves something to those to come, since it gets further than this before it is dead.
        long step = Math.Min(300, (All - before) / (2 * left));
        Assert.True(step > 100, $"{before} of {All} records were restored before {left} more kills.");
        bool far = false;
        DateTime saved = default;
        bool Moment(KafkaStoreProcess program)
        {
            if (!far)
            {
                far = RestoredAsync(log).GetAwaiter().GetResult() >= before + step;
                saved = File.GetLastWriteTimeUtc(state);
                return far && !whileSaving;
            }

            return File.Exists(state + ".part") || File.GetLastWriteTimeUtc(state) != saved;
        }

        await KillAsync(whileSaving ? "while it saves a checkpoint" : "while it produces", whileSaving ? 100 : 3_000, Moment, () => far);
        long after = await RestoredAsync(log);
        long behind = after - Partitions().Sum(partition => partition.GetProperty("targetNext").GetInt64());
        mostBehind = Math.Max(mostBehind, behind);
        output.WriteLine($"  {before:N0} records when it began, {after:N0} when it ended, {behind:N0} of them behind its checkpoint");
    }

    private async Task KillAsync(string when, int checkpointRecords, Func<KafkaStoreProcess, bool> moment, Func<bool>? hurried = null)
    {
        await using var program = KafkaStoreProcess.Start(Arguments(checkpointRecords, singly: hurried is not null));
        DateTime limit = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while (!moment(program))
        {
            Assert.False(program.HasExited, program.Errors);
            Assert.True(DateTime.UtcNow < limit, $"Not seen within a minute: {when}.\n{program.Errors}");

            // Close on the heels of a checkpoint, and else out of the program's way.
            await Task.Delay(hurried?.Invoke() == true ? 0 : 2);
        }

        bool half = File.Exists(state + ".part");
        await program.KillAsync();
        (int exitCode, _, string errors) = await program.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(exitCode == Killed, $"It ended by itself with {exitCode} before it was killed {when}.\n{errors}");
        kills++;
        output.WriteLine($"killed {when}{(half ? ", a checkpoint half written" : "")}");
    }

    // Its last look comes next, and then the reading back.
    private bool AllIsWritten() => Partitions().All(partition => partition.GetProperty("isDone").GetBoolean());

    private IReadOnlyList<JsonElement> Partitions()
    {
        using var file = new FileStream(state, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var checkpoint = JsonDocument.Parse(file);
        return [.. checkpoint.RootElement.Clone().GetProperty("partitions").EnumerateArray()];
    }

    private static async Task<long> RestoredAsync(KafkaRecordLog log) =>
        (await log.GetBoundsAsync([ArchivedOrders.Topic], default)).Sum(bounds => bounds.End);
}
