using System.Diagnostics;
using KafkaStore.Archiving;
using KafkaStore.Cli.Reader.Formats;
using KafkaStore.Kafka.Embedded;
using KafkaStore.Reading.Formats;
using KafkaStore.Segments;
using KafkaStore.Storage.Local;
using static KafkaStore.Cli.Terminals.ShownFigures;

namespace KafkaStore.Cli.Quickstart;

/// <summary><c>kafka-store quickstart</c>: records to a topic, the topic to an archive, the archive back to records.</summary>
internal sealed class QuickstartRun(string? wantedFolder, string? input)
{
    private const string Topic = "quickstart";
    private const int ShownRecords = 5;

    private readonly Stopwatch watch = Stopwatch.StartNew();

    public async Task RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose, LogLevel.Warning);
        IReadOnlyList<Record> records = input is null ? MemberRecords.All() : LineRecords.Read(input);
        string folder = QuickstartFolder.Make(wantedFolder);
        string archive = Path.Combine(folder, "archive");
        int partitions = QuickstartSizes.Partitions(records);
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic(Topic, partitions);
        Step($"A Kafka broker in memory at {broker.Brokers}, with topic {Topic} of {partitions} partitions.");

        ProducedRecords produced = await SampleTopic.FillAsync(broker.Brokers, Topic, partitions, records, loggers, stopping);
        Step($"{Count(produced.Count)} records written to it: {Source()}.");

        SegmentPolicy policy = SegmentPolicy.Default with { MaximumBytes = QuickstartSizes.FileBytes(produced) };
        await ArchiveAsync(Options(broker.Brokers, archive, policy), loggers, stopping);
        Step($"Archived to {archive}; a file ends at {new ByteSize(policy.MaximumBytes)} of records or after an hour.");

        var objects = new ArchiveObjects(LocalObjectStore.OpenForReading(archive));
        var back = new ReadBack(objects, Topic, produced);
        await back.RunAsync(stopping);
        Step($"Read back from {back.Rows.Count} archive files and compared record by record.");
        if (back.Rows.Count > 0)
        {
            Console.WriteLine();
            ObjectsTable.Write(Console.Out, !Console.IsOutputRedirected, back.Rows);
            Console.WriteLine();
            await ShowRecordsAsync(objects, back.Rows[0].Object.Name, stopping);
        }

        if (back.Problem is { } problem)
        {
            throw new CommandFailedException(
                $"{Count(produced.Count)} in, {Count(back.Count)} out: {problem}. The archive is in {archive}."
            );
        }

        Console.WriteLine();
        Console.WriteLine($"{Count(produced.Count)} in, {Count(back.Count)} out, each once");
        Console.WriteLine();
        Console.WriteLine(NextCommands.Text(folder, Path.Combine(archive, back.Rows[0].Object.Name.ToString())));
    }

    private static LocalHostOptions Options(string brokers, string archive, SegmentPolicy policy) =>
        new()
        {
            Kafka = new KafkaClientOptions(brokers, "kafka-store")
            {
                // The embedded broker holds a fetch without records for its whole wait.
                Properties = new Dictionary<string, Secret> { ["fetch.wait.max.ms"] = "20" },
            },
            Archiver = new ArchiverOptions
            {
                Topics = [Topic],
                Policy = policy,
                HoleGrace = TimeSpan.Zero,
                OffsetReset = OffsetReset.Earliest,
            },
            Archive = StoreLocation.Local(archive),
            ExitAtEnd = true,
            CloseAtEnd = true,
        };

    private static async Task ArchiveAsync(LocalHostOptions options, ILoggerFactory loggers, CancellationToken stopping)
    {
        await using (LocalArchiver archiver = await LocalArchiver.StartAsync(options, loggers, TimeProvider.System, stopping))
        {
            if ((await archiver.RunAsync(stopping)).Shortfalls is [var shortfall, ..])
                throw new CommandFailedException($"{shortfall.Of}: {shortfall.What}");
        }

        stopping.ThrowIfCancellationRequested();
    }

    /// <summary>As kafka-store-reader prints them.</summary>
    private static async Task ShowRecordsAsync(ArchiveObjects objects, ArchiveName first, CancellationToken cancellationToken)
    {
        var lines = new ArrayBufferWriter<byte>();
        int shown = 0;
        IAsyncEnumerable<ArchivedBlock> blocks = new ArchiveChainReader(objects, TimeProvider.System).ReadAsync(
            first,
            (_, _) => ValueTask.CompletedTask,
            wait: false,
            cancellationToken
        );
        await foreach (ArchivedBlock block in blocks)
        {
            foreach (Record record in block.Records.Take(ShownRecords - shown))
            {
                RecordLine.Write(lines, RecordPrinter.FileName(block.Name), record);
                lines.Write("\n"u8);
                shown++;
            }

            if (shown == ShownRecords)
                break;
        }

        await Console.Out.WriteAsync(Encoding.UTF8.GetString(lines.WrittenSpan));
    }

    private string Source() =>
        input is null ? "the public members of .NET's own types, one each" : $"the lines of {input}, and a tombstone";

    private void Step(string text) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds, 5:0.0} s  {text}"));
}
