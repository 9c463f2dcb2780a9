using System.Diagnostics;
using System.Globalization;
using KafkaStore.EndToEnd.Tests.Support;
using KafkaStore.Kafka.Embedded;
using KafkaStore.Naming;
using KafkaStore.Reading;
using KafkaStore.Records;
using KafkaStore.Storage.Local;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>
/// The real program under steady production and every fault that a test can do to it from outside; at the end every offset
/// is accounted for and the archive is compared byte for byte with an undisturbed run's.
/// </summary>
public sealed class FaultRun : IDisposable
{
    private const string Topic = "orders";
    private const int Partitions = 16;
    private const int SegmentBytes = 12 * 1024;
    private const int MaximumAhead = 20_000;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    private readonly FaultRunOptions _options;
    private readonly Action<string> _say;
    private readonly Random _random;
    private readonly EmbeddedBroker _broker = EmbeddedBroker.Start();
    private readonly FaultDisk _disk = new(megabytes: 256);
    private readonly FaultFigures _figures = new();

    public FaultRun(FaultRunOptions options, Action<string> say)
    {
        _options = options;
        _say = say;
        _random = new Random(options.Seed);
        _broker.CreateTopic(Topic, Partitions);
    }

    public async Task<FaultFigures> RunAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await using var producer = new SteadyProducer(_broker.Brokers, Topic, Partitions);
        int perRound = Math.Max(2_000, _options.Records / Math.Max(1, _options.Kills + _options.Zombies));
        for (int round = 1; _figures.EffectiveKills < _options.Kills || _figures.Zombies < _options.Zombies || producer.Produced < _options.Records; round++)
        {
            await ProduceAsync(producer, perRound);
            bool zombiesWanted = _figures.Zombies < _options.Zombies && round % 5 == 0;
            if (zombiesWanted || _random.Next(6) == 0)
                await SharedRoundAsync(producer, perRound, zombiesWanted);
            else
                await SoloRoundAsync();
            BetweenRounds();
            if (round % 10 == 0)
                _say(string.Create(CultureInfo.InvariantCulture, $"round {round}: {_figures.EffectiveKills} effective kills, {producer.Produced:N0} records, {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s"));
        }

        await RunToEndAsync(_disk.Archive.Path, _disk.Staging, _disk.State("end"));
        _figures.Records = producer.Produced;
        await CompareAsync(producer.Produced);
        _figures.Time = Stopwatch.GetElapsedTime(started);
        return _figures;
    }

    public void Dispose()
    {
        _broker.Dispose();
        _disk.Dispose();
    }

    // No partition may get further ahead of the archiver than the embedded broker keeps.
    private async Task ProduceAsync(SteadyProducer producer, int count)
    {
        long least = Enumerable.Range(0, Partitions).Min(partition => _disk.Archive.AcceptedEnd(new TopicPartition(Topic, partition)));
        long room = MaximumAhead - ((producer.Produced / Partitions) - least);
        await producer.ProduceAsync((int)Math.Clamp(room * Partitions, 0, count));
    }

    private async Task SoloRoundAsync()
    {
        HashSet<ChunkName> before = [.. _disk.Archive.Chunks()];
        await using KafkaStoreProcess program = KafkaStoreProcess.Start(Arguments("solo", share: false));
        if (!await AcceptsAsync(program, before))
            return;
        switch (_random.Next(8))
        {
            case 0 when _disk.CanFill:
                _figures.FullDisks++;
                _disk.Fill();
                await Task.Delay(_random.Next(300, 1500));
                _disk.Empty();
                break;
            case 1:
                _figures.VanishedArchives++;
                _disk.TakeArchiveAway();
                await Task.Delay(_random.Next(100, 800));
                _disk.BringArchiveBack();
                break;
            case 2:
                _figures.ShortStops++;
                await program.SignalAsync("STOP");
                await Task.Delay(_random.Next(50, 500));
                await program.SignalAsync("CONT");
                break;
        }

        await Task.Delay(_random.Next(150));
        await KillAsync(program);
    }

    private async Task SharedRoundAsync(SteadyProducer producer, int perRound, bool zombie)
    {
        HashSet<ChunkName> before = [.. _disk.Archive.Chunks()];
        await using KafkaStoreProcess first = KafkaStoreProcess.Start(Arguments("first", share: true));
        await using KafkaStoreProcess second = KafkaStoreProcess.Start(Arguments("second", share: true));
        if (!await AcceptsAsync(first, before))
            return;
        if (zombie)
        {
            // Stopped with records in hand, past its session, while the other takes its partitions over; then it wakes.
            await first.SignalAsync("STOP");
            await ProduceAsync(producer, perRound);
            await Task.Delay(SessionTimeout + TimeSpan.FromSeconds(_random.Next(3, 6)));
            await first.SignalAsync("CONT");
            _figures.Zombies++;
            await Task.Delay(_random.Next(500, 3000));
        }

        await Task.Delay(_random.Next(500));
        KafkaStoreProcess victim = _random.Next(2) == 0 ? first : second;
        await KillAsync(victim);
        _figures.SharedKills++;
        await Task.Delay(_random.Next(500));
        await KafkaStoreStop.StopAsync(victim == first ? second : first);
    }

    // True once a chunk has come that was not there before.
    private async Task<bool> AcceptsAsync(KafkaStoreProcess program, HashSet<ChunkName> before)
    {
        long started = Stopwatch.GetTimestamp();
        while (_disk.Archive.Chunks().All(before.Contains))
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
        _figures.Kills++;
        if (Enumerable.Range(0, Partitions).Any(partition => _disk.Archive.StagedBytes(new TopicPartition(Topic, partition)) >= SegmentBytes))
            _figures.EffectiveKills++;
    }

    private void BetweenRounds()
    {
        _figures.HalfWritten += _disk.TemporaryFiles();
        if (_random.Next(12) != 0)
            return;
        _figures.DeletedStates++;
        _disk.DeleteStaging();
    }

    private string[] Arguments(string process, bool share) =>
    [
        .. Archiving(_disk.Archive.Path, _disk.Staging, _disk.State(process)),
        "--batch-records", _random.Next(1, 4) switch { 1 => "100", 2 => "1000", _ => "10000" },
        .. share ? ["--share", "--kafka-property", $"session.timeout.ms={SessionTimeout.TotalMilliseconds}"] : Array.Empty<string>(),
    ];

    private string[] Archiving(string archive, string staging, string state) =>
    [
        "--broker-list", _broker.Brokers, "--topic", Topic, "--group", "faults", "--local-store", archive, "--staging-url", staging, "--state-dir", state,
        "--offset-reset", "earliest", "--file-size", "12K", "--file-age-seconds", "300",
    ];

    private async Task RunToEndAsync(string archive, string staging, string state)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync([.. Archiving(archive, staging, state), "--exit-at-end", "--close-at-end"]);
        if (exitCode != 0)
            throw new InvalidOperationException(errors);
    }

    private async Task CompareAsync(long produced)
    {
        using var undisturbed = new FaultDisk(megabytes: 256);
        await RunToEndAsync(undisturbed.Archive.Path, undisturbed.Staging, undisturbed.State("end"));
        IReadOnlyList<ArchiveName> expected = undisturbed.Archive.Objects();
        IReadOnlyList<ArchiveName> found = _disk.Archive.Objects();
        _figures.Objects = found.Count;
        _figures.DifferentObjects = expected.Except(found).Count() + found.Except(expected).Count()
            + expected.Intersect(found).Count(name => !undisturbed.Archive.BytesOf(name).AsSpan().SequenceEqual(_disk.Archive.BytesOf(name)));
        for (int partition = 0; partition < Partitions; partition++)
            await CountAsync(new TopicPartition(Topic, partition), (produced + Partitions - 1 - partition) / Partitions);
    }

    private async Task CountAsync(TopicPartition partition, long produced)
    {
        var cursor = new ArchiveCursor(new ArchiveObjects(LocalObjectStore.OpenForReading(_disk.Archive.Path)));
        var seen = new HashSet<long>();
        await foreach (EncodedRecord record in cursor.ReadChainAsync(new ArchiveName(partition, 0), 0, CancellationToken.None))
        {
            if (!seen.Add(record.Offset))
                _figures.Doubled++;
        }

        _figures.Lost += produced - seen.Count;
    }
}
