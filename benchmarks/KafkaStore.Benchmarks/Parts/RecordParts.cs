using System.Buffers;
using BenchmarkDotNet.Attributes;
using KafkaStore.Avro;
using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Benchmarks.Baselines;
using KafkaStore.Containers;
using KafkaStore.Naming;
using KafkaStore.Records;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Parts;

/// <summary>From a record to a block, in memory.</summary>
[MemoryDiagnoser]
public class RecordParts
{
    private static readonly ArchiveName Name = new(new TopicPartition("parts", 0), 0);
    private static readonly MemoryStream Compressed = new();

    private readonly ArrayBufferWriter<byte> target = new(2 * ContainerLimits.BlockBytes);
    private IReadOnlyList<Record> records = [];
    private EncodedRecord[] encoded = [];
    private byte[] block = [];

    /// <summary>Of a value.</summary>
    [Params(100, 900)]
    public int RecordBytes { get; set; }

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        await using var broker = LoadBroker.Start(Load.OfSize(1 << 26, 1, RecordBytes));
        var sample = SampleRecords.Consume(broker.Address, LoadBroker.Topic, ContainerLimits.BlockBytes);
        records = sample.Records;
        encoded = [.. records.Select(RecordEncoding.Encode)];
        block = sample.Blocks[0];
    }

    [Benchmark(Description = "encode 1 MiB of records")]
    public int Encode()
    {
        target.ResetWrittenCount();
        foreach (Record record in records)
            RecordEncoding.Write(target, record);
        return target.WrittenCount;
    }

    [Benchmark(Description = "append 1 MiB of records to a body, hashed and spooled")]
    public async Task<long> AppendAsync()
    {
        using var body = new ContainerBody(Name, ContainerCodec.Null, new SpoolFile(null, int.MaxValue), 1);
        foreach (EncodedRecord record in encoded)
            await body.AppendAsync(record);
        return (await body.CompleteAsync()).Records;
    }

    [Benchmark(Description = "deflate 1 of a block")]
    public int DeflateFast() => Compress(1);

    [Benchmark(Description = "deflate 4 of a block")]
    public int DeflateMiddle() => Compress(4);

    [Benchmark(Description = "deflate 6 of a block")]
    public int DeflateDefault() => Compress(6);

    private int Compress(int level) => ContainerCodec.Deflate(level).Compress(block, Compressed).Length;
}
