using Confluent.Kafka;
using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Baselines;
using KafkaStore.Tests.FunctionsHost;
using KafkaStore.Tests.Support;

namespace KafkaStore.Benchmarks.App;

/// <summary>
/// The built function app in its worker process, below the host that the tests have: durable state in Azurite, archive and staging in
/// folders. The host's own cost and what the trigger's client takes are in this process and count for nothing.
/// </summary>
internal sealed class AppRun(string workerFile, string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static int started;

    private readonly string archive = Path.Combine(folder, "archive");

    /// <param name="objects">To wait for, after the last batch.</param>
    public async Task<AppFigures> RunAsync(AppLoad load, int objects)
    {
        Clear();
        foreach (string name in (string[])["archive", "staging", "temporary"])
            Directory.CreateDirectory(Path.Combine(folder, name));
        await using var broker = LoadBroker.Start(load.Load);
        Azurite azurite = await Azurite.SharedAsync();
        var options = new WorkerHostOptions(workerFile, azurite.AccountConnectionString, $"Bench{Interlocked.Increment(ref started)}")
        {
            Settings = new Dictionary<string, string>
            {
                ["KafkaBrokers"] = broker.Address,
                ["KafkaTopic"] = LoadBroker.Topic,
                ["KafkaConsumerGroup"] = "benchmark",
                ["KafkaStore__ArchiveUrl"] = archive,
                ["KafkaStore__StagingUrl"] = Path.Combine(folder, "staging"),
                ["KafkaStore__LargestRecordBytes"] = $"{load.Load.RecordBytes + 1000}",
                ["AzureFunctionsJobHost__extensions__kafka__maxBatchSize"] = $"{load.BatchRecords}",
                ["TMPDIR"] = Path.Combine(folder, "temporary"),
            },
        };
        await using WorkerHost host = await WorkerHost.StartAsync(options);
        using IConsumer<byte[]?, byte[]?> consumer = ConsumeLoop.Open(broker.Address, LoadBroker.Topic, load.Load.Partitions);
        for (int i = 0; i < load.WarmUp; i++)
            await host.Kafka.DeliverAsync(Take(consumer, load.BatchRecords));

        (TimeSpan wall, TimeSpan cpu) = (TimeSpan.Zero, TimeSpan.Zero);
        (long records, long bytes) = (0, 0);
        for (int i = 0; i < load.Batches; i++)
        {
            IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> batch = Take(consumer, load.BatchRecords);
            TimeSpan before = LiveProcess.ProcessorTime(host.WorkerProcessId);
            long delivered = Stopwatch.GetTimestamp();
            await host.Kafka.DeliverAsync(batch);
            wall += Stopwatch.GetElapsedTime(delivered);
            cpu += LiveProcess.ProcessorTime(host.WorkerProcessId) - before;
            records += batch.Count;
            bytes += batch.Sum(record => (record.Message.Key?.LongLength ?? 0) + (record.Message.Value?.LongLength ?? 0));
        }

        using var tooLong = new CancellationTokenSource(Patience);
        while (LoadBroker.CountObjects(archive) < objects)
        {
            if (tooLong.IsCancellationRequested)
            {
                throw new MeasurementException(
                    $"After {Patience.TotalMinutes} minutes {LoadBroker.CountObjects(archive)} of {objects} objects are archived."
                );
            }

            await Task.Delay(100);
        }

        broker.ThrowIfTroubled();
        var staging = new Cost($"{load}", cpu, wall, bytes);
        return new AppFigures(load, staging, records, LiveProcess.PeakBytes(host.WorkerProcessId), LoadBroker.CountObjects(archive));
    }

    public void Clear()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static List<ConsumeResult<byte[]?, byte[]?>> Take(IConsumer<byte[]?, byte[]?> consumer, int records)
    {
        var batch = new List<ConsumeResult<byte[]?, byte[]?>>(records);
        while (batch.Count < records)
        {
            ConsumeResult<byte[]?, byte[]?> result =
                consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new MeasurementException("Nothing came for 30 s.");
            if (!result.IsPartitionEOF)
                batch.Add(result);
        }

        return batch;
    }
}
