using BenchmarkDotNet.Attributes;
using KafkaStore.Avro;
using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Baselines;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Staging;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Parts;

/// <summary>Staging on the local store: a batch's share of one partition.</summary>
[MemoryDiagnoser]
public class ChunkParts
{
    private static readonly TopicPartition Partition = new("parts", 0);

    private string folder = "";
    private StagingArea staging = null!;
    private EncodedRecord[] records = [];
    private ChunkName kept;

    /// <summary>Of the chunk.</summary>
    [Params(1_000_000, 8_000_000)]
    public int ChunkBytes { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        folder = Directory.CreateTempSubdirectory("kafka-store-parts-").FullName;
        await using var broker = LoadBroker.Start(Load.OfSize(1 << 26, 1, 900));
        records = [.. SampleRecords.Consume(broker.Address, LoadBroker.Topic, ChunkBytes).Records.Select(RecordEncoding.Encode)];
        staging = new StagingArea(await LocalObjectStore.OpenAsync(folder, createIfMissing: true));
        kept = (await StageAsync())[0];
    }

    [GlobalCleanup]
    public void CleanUp() => Directory.Delete(folder, recursive: true);

    [Benchmark(Description = "stage a chunk, durably, and delete it")]
    public async Task WriteAsync()
    {
        // Another first offset, so that it is another chunk than the one that stays.
        foreach (ChunkName name in await staging.StageAsync(Partition, records[1..], DateTimeOffset.UnixEpoch, CancellationToken.None))
            await staging.DeleteAsync(name, CancellationToken.None);
    }

    [Benchmark(Description = "read a chunk and check it")]
    public async Task<int> ReadAsync() => (await staging.ReadAsync(kept, CancellationToken.None)).Records.Count;

    private Task<IReadOnlyList<ChunkName>> StageAsync() =>
        staging.StageAsync(Partition, records, DateTimeOffset.UnixEpoch, CancellationToken.None);
}
