using Confluent.Kafka;
using KafkaStore.Kafka;
using KafkaStore.Kafka.Clients;
using KafkaStore.Kafka.Embedded;
using KafkaStore.Kafka.Targets;
using KafkaStore.Reading.Objects;
using KafkaStore.Records;
using KafkaStore.Restoring;
using KafkaStore.Restoring.Journals;
using KafkaStore.Restoring.Plans;
using KafkaStore.Restoring.Surveys;
using KafkaStore.Restoring.Targets;
using KafkaStore.Storage.Local;
using Microsoft.Extensions.Logging.Abstractions;
using TopicPartition = KafkaStore.Records.TopicPartition;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>
/// A restore into the embedded broker, which shares this process and its processors, beside the two things it is made of:
/// decoding the same files, and producing the same records out of memory with the same client settings.
/// </summary>
internal static class Restoring
{
    private const string Topic = "events";
    private const int Partitions = 4;
    private const int Objects = 2;
    private const long ObjectBytes = 16L * 1024 * 1024;
    private const int Rounds = 4;

    public static async Task RunAsync(string folder)
    {
        LocalObjectStore store = null!;
        var records = new List<(int Partition, Message<byte[]?, byte[]?> Outgoing)>();
        for (int partition = 0; partition < Partitions; partition++)
        {
            (store, _) = await BenchmarkArchive.OpenAsync(folder, new TopicPartition(Topic, partition), Objects, ObjectBytes);
            await foreach (
                Record record in new ArchivedRange(new ArchiveObjects(store)).ReadAsync(
                    new RecordRange(new TopicPartition(Topic, partition)),
                    default
                )
            )
            {
                records.Add(
                    (
                        partition,
                        new Message<byte[]?, byte[]?>
                        {
                            Key = record.Key?.ToArray(),
                            Value = record.Value?.ToArray(),
                            Timestamp = new Timestamp(record.Timestamp, TimestampType.CreateTime),
                        }
                    )
                );
            }
        }

        double mebibytes = records.Sum(record => (long)record.Outgoing.Key!.Length + record.Outgoing.Value!.Length) / (1024.0 * 1024);
        Console.WriteLine(
            $"{records.Count:N0} records, {mebibytes:0} MiB of keys and values, in {Partitions} partitions of {Objects} objects; round 1 warms up"
        );
        for (int round = 1; round <= Rounds; round++)
        {
            TimeSpan decoding = await TimeAsync(() => DecodeAsync(store));
            var survey = new ArchiveSurvey(new ArchiveObjects(store));
            TimeSpan counting = await TimeAsync(() => SurveyAsync(range => survey.CountAsync(range, default)));
            TimeSpan measuring = await TimeAsync(() => SurveyAsync(range => survey.MeasureAsync(range, _ => { }, default)));
            TimeSpan producing = await IntoBrokerAsync(options => ProduceAsync(options, records));
            TimeSpan halves = await IntoBrokerAsync(options =>
                Task.WhenAll(
                    Task.Run(() => ProduceAsync(options, [.. records.Where(record => record.Partition % 2 == 0)])),
                    Task.Run(() => ProduceAsync(options, [.. records.Where(record => record.Partition % 2 == 1)]))
                )
            );
            TimeSpan restoring = await IntoBrokerAsync(options => RestoreAsync(store, options, records.Count));
            Console.WriteLine(
                $"round {round}: surveying headers {counting.TotalMilliseconds:0.0} ms, sizes {Rate(measuring)}, {measuring / restoring:P0} of restoring; "
                    + $"decoding {Rate(decoding)}; producing {Rate(producing)}, by two producers {Rate(halves)}; "
                    + $"restoring {Rate(restoring)}, {(decoding + producing) / restoring:P0} of decoding and then producing, {producing / restoring:P0} of producing"
            );
        }

        string Rate(TimeSpan time) => $"{records.Count / time.TotalSeconds:N0} records/s ({mebibytes / time.TotalSeconds:0} MiB/s)";
    }

    private static async Task<TimeSpan> IntoBrokerAsync(Func<KafkaClientOptions, Task> measured)
    {
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic(Topic, Partitions);
        return await TimeAsync(() => measured(new KafkaClientOptions(broker.Brokers, "benchmark")));
    }

    private static async Task SurveyAsync(Func<RecordRange, Task<SurveyedPartition>> survey)
    {
        for (int partition = 0; partition < Partitions; partition++)
            await survey(new RecordRange(new TopicPartition(Topic, partition)));
    }

    private static async Task DecodeAsync(LocalObjectStore store)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            await foreach (
                Record record in new ArchivedRange(new ArchiveObjects(store)).ReadAsync(
                    new RecordRange(new TopicPartition(Topic, partition)),
                    default
                )
            )
            {
                _ = record.Value;
            }
        }
    }

    private static async Task ProduceAsync(KafkaClientOptions options, List<(int Partition, Message<byte[]?, byte[]?> Outgoing)> records)
    {
        long delivered = 0;
        using IProducer<byte[]?, byte[]?> producer = new ProducerBuilder<byte[]?, byte[]?>(
            ClientConfiguration.ForRestore(options, new WriterLimits(0, long.MaxValue))
        )
            .SetLogHandler((_, _) => { })
            .Build();
        foreach ((int partition, Message<byte[]?, byte[]?> outgoing) in records)
        {
            while (!TryProduce(producer, partition, outgoing, report => Interlocked.Add(ref delivered, report.Error.IsError ? 0 : 1)))
                await Task.Delay(1);
        }

        producer.Flush(TimeSpan.FromMinutes(1));
        if (delivered != records.Count)
            throw new InvalidOperationException($"{delivered} of {records.Count} records were delivered.");
    }

    private static bool TryProduce(
        IProducer<byte[]?, byte[]?> producer,
        int partition,
        Message<byte[]?, byte[]?> outgoing,
        Action<DeliveryReport<byte[]?, byte[]?>> delivered
    )
    {
        try
        {
            producer.Produce(new Confluent.Kafka.TopicPartition(Topic, partition), outgoing, delivered);
            return true;
        }
        catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private static async Task RestoreAsync(LocalObjectStore store, KafkaClientOptions options, long expected)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-benchmark-");
        using (var journal = RestoreJournal.Open(Path.Combine(folder.FullName, "state"), Path.Combine(folder.FullName, "map")))
        {
            var target = new KafkaRestoreTarget(options, NullLogger.Instance);
            await using KafkaRestoreTarget closing = target;
            var restorer = new Restorer(
                new ArchiveObjects(store),
                target,
                journal,
                new RestoreOptions(),
                new RestoreProgress(),
                TimeProvider.System
            );
            RestoreReport report = await restorer.RunAsync(new RestoreRequest("benchmark", options.Brokers), default);
            if (report.Records != expected)
                throw new InvalidOperationException($"{report.Records} of {expected} records were restored.");
        }

        folder.Delete(recursive: true);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> measured)
    {
        long started = Stopwatch.GetTimestamp();
        await measured();
        return Stopwatch.GetElapsedTime(started);
    }
}
