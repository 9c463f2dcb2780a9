using KafkaStore.Reading.Objects;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>
/// The real program under steady production and every fault that a test can do to it from outside; at the end every offset
/// is accounted for and the archive is compared byte for byte with an undisturbed run's.
/// </summary>
internal sealed class FaultRun : IDisposable
{
    private const string Topic = "orders";
    private const int Partitions = 16;
    private const int SegmentBytes = 12 * 1024;
    private const int MaximumAhead = 20_000;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    private readonly FaultRunOptions options;
    private readonly Action<string> say;
    private readonly Random random;
    private readonly EmbeddedBroker broker = EmbeddedBroker.Start();
    private readonly IFaultPlace place;
    private readonly FaultFigures figures = new();
    private int faults;

    public FaultRun(IFaultPlace place, FaultRunOptions options, Action<string> say)
    {
        this.place = place;
        this.options = options;
        this.say = say;
        random = new Random(options.Seed);
        broker.CreateTopic(Topic, Partitions);
    }

    public async Task<FaultFigures> RunAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await using var producer = new SteadyProducer(broker.Brokers, Topic, Partitions);
        int perRound = Math.Max(2_000, options.Records / Math.Max(1, options.Kills + options.Zombies));
        for (int round = 1; !IsEnough(producer.Produced); round++)
        {
            await ProduceAsync(producer, perRound);
            // One that met nothing to accept is tried again at once.
            bool zombiesWanted = figures.Zombies < options.Zombies && round >= 5 * (figures.Zombies + 1);
            if (zombiesWanted || round == 2 || random.Next(6) == 0)
                await SharedRoundAsync(producer, perRound, zombiesWanted);
            else
                await SoloRoundAsync();
            await BetweenRoundsAsync(round);
            if (round % 10 == 0)
            {
                say(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}: {figures.EffectiveKills} effective kills, {producer.Produced:N0} records, {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s"
                    )
                );
            }
        }

        await RunToEndAsync(place);
        figures.Records = producer.Produced;
        await CompareAsync(producer.Produced);
        figures.Time = Stopwatch.GetElapsedTime(started);
        return figures;
    }

    public void Dispose() => broker.Dispose();

    private bool IsEnough(long produced) =>
        figures.EffectiveKills >= options.Kills
        && figures.Zombies >= options.Zombies
        && faults >= options.Faults
        && produced >= options.Records;

    // No partition may get further ahead of the archiver than the embedded broker keeps.
    private async Task ProduceAsync(SteadyProducer producer, int count)
    {
        IEnumerable<(TopicPartition Partition, long End)> staged = (await place.ChunksAsync()).Keys.Select(chunk =>
            (chunk.Partition, chunk.Last + 1)
        );
        IEnumerable<(TopicPartition Partition, long End)> archived = (await place.ObjectsAsync()).Select(name =>
            (name.Partition, name.BaseOffset)
        );
        ILookup<TopicPartition, long> ends = staged.Concat(archived).ToLookup(found => found.Partition, found => found.End);
        long least = Enumerable.Range(0, Partitions).Min(partition => ends[new TopicPartition(Topic, partition)].DefaultIfEmpty(0).Max());
        long room = MaximumAhead - ((producer.Produced / Partitions) - least);
        await producer.ProduceAsync((int)Math.Clamp(room * Partitions, 0, count));
    }

    private async Task SoloRoundAsync()
    {
        HashSet<ChunkName> before = [.. (await place.ChunksAsync()).Keys];
        await using KafkaStoreProcess program = Start("solo", share: false);
        if (!await AcceptsAsync(program, before))
            return;
        if (faults < options.Faults || random.Next(8) < 3)
            await FaultAsync(program);
        await Task.Delay(random.Next(150));
        await KillAsync(program);
    }

    // In turn, so that a short run has each.
    private async Task FaultAsync(KafkaStoreProcess program)
    {
        int next = faults++ % (place.Faults.Count + 1);
        if (next < place.Faults.Count)
        {
            PlaceFault fault = place.Faults[next];
            await fault.HappenAsync(random);
            figures.PlaceFaults[fault.Name] = figures.PlaceFaults.GetValueOrDefault(fault.Name) + 1;
            return;
        }

        figures.ShortStops++;
        await program.SignalAsync("STOP");
        await Task.Delay(random.Next(50, 500));
        await program.SignalAsync("CONT");
    }

    private async Task SharedRoundAsync(SteadyProducer producer, int perRound, bool zombie)
    {
        HashSet<ChunkName> before = [.. (await place.ChunksAsync()).Keys];
        await using KafkaStoreProcess first = Start("first", share: true);
        await using KafkaStoreProcess second = Start("second", share: true);
        if (!await AcceptsAsync(first, before))
            return;
        if (zombie)
        {
            // Stopped with records in hand, past its session, while the other takes its partitions over; then it wakes.
            await first.SignalAsync("STOP");
            await ProduceAsync(producer, perRound);
            await Task.Delay(SessionTimeout + TimeSpan.FromSeconds(random.Next(3, 6)));
            await first.SignalAsync("CONT");
            figures.Zombies++;
            await Task.Delay(random.Next(500, 3000));
        }

        await Task.Delay(random.Next(500));
        KafkaStoreProcess victim = random.Next(2) == 0 ? first : second;
        await KillAsync(victim);
        figures.SharedKills++;
        await Task.Delay(random.Next(500));
        await KafkaStoreStop.StopAsync(victim == first ? second : first);
    }

    // True once a chunk has come that was not there before.
    private async Task<bool> AcceptsAsync(KafkaStoreProcess program, HashSet<ChunkName> before)
    {
        long started = Stopwatch.GetTimestamp();
        while ((await place.ChunksAsync()).Keys.All(before.Contains))
        {
            if (program.HasExited)
                throw new InvalidOperationException($"The program ended by itself:\n{program.Errors}");
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(20))
                return false; // nothing was left to accept
            await Task.Delay(5);
        }

        return true;
    }

    private async Task KillAsync(KafkaStoreProcess program)
    {
        await program.KillAsync();
        figures.Kills++;
        if (
            (await place.ChunksAsync())
                .GroupBy(chunk => chunk.Key.Partition)
                .Any(partition => partition.Sum(chunk => chunk.Value) >= SegmentBytes)
        )
        {
            figures.EffectiveKills++;
        }
    }

    private async Task BetweenRoundsAsync(int round)
    {
        figures.HalfWritten += place.HalfWritten();
        if (round != 3 && random.Next(12) != 0)
            return;
        figures.DeletedStates++;
        await place.DeleteStagingAsync();
    }

    private KafkaStoreProcess Start(string process, bool share) =>
        KafkaStoreProcess.Start(place.Environment, [.. Arguments(place, process), .. Arguments(share)]);

    private string[] Arguments(bool share) =>
        [
            "--batch-records",
            random.Next(1, 4) switch
            {
                1 => "100",
                2 => "1000",
                _ => "10000",
            },
            .. share ? ["--share", "--kafka-property", $"session.timeout.ms={SessionTimeout.TotalMilliseconds}"] : Array.Empty<string>(),
        ];

    private string[] Arguments(IFaultPlace place, string process) =>
        [
            .. Words($"--broker-list {broker.Brokers} --topic {Topic} --group faults"),
            .. place.Options(process),
            .. Words($"--offset-reset earliest --file-size 12K --file-age-seconds 300"),
        ];

    private async Task RunToEndAsync(IFaultPlace place)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            place.Environment,
            [.. Arguments(place, "end"), "--exit-at-end", "--close-at-end"]
        );
        if (exitCode != 0)
            throw new InvalidOperationException(errors);
    }

    private async Task CompareAsync(long produced)
    {
        await using var undisturbed = new LocalPlace(megabytes: 256);
        await RunToEndAsync(undisturbed);
        IReadOnlyList<ArchiveName> expected = await undisturbed.ObjectsAsync();
        IReadOnlyList<ArchiveName> found = await place.ObjectsAsync();
        IObjectReader expectedArchive = await undisturbed.OpenArchiveAsync();
        IObjectReader archive = await place.OpenArchiveAsync();
        figures.Objects = found.Count;
        figures.DifferentObjects = expected.Except(found).Count() + found.Except(expected).Count();
        foreach (ArchiveName name in expected.Intersect(found))
        {
            byte[] undisturbedBytes = await StoredObjects.ReadAsync(expectedArchive, name.ToString());
            byte[] bytes = await StoredObjects.ReadAsync(archive, name.ToString());
            if (!bytes.AsSpan().SequenceEqual(undisturbedBytes))
                figures.DifferentObjects++;
        }

        for (int partition = 0; partition < Partitions; partition++)
            await CountAsync(archive, new TopicPartition(Topic, partition), (produced + Partitions - 1 - partition) / Partitions);
    }

    private async Task CountAsync(IObjectReader archive, TopicPartition partition, long produced)
    {
        var objects = new ArchiveObjects(archive);
        var cursor = new ArchiveCursor(objects);
        var seen = new HashSet<long>();
        await foreach (ArchiveObject archived in objects.FollowAsync(new ArchiveName(partition, 0), default))
        {
            await foreach (EncodedRecord record in cursor.ReadObjectAsync(archived, 0, default))
            {
                if (!seen.Add(record.Offset))
                    figures.Doubled++;
            }
        }

        figures.Lost += produced - seen.Count;
    }
}
