using System.Buffers;
using System.Security.Cryptography;
using KafkaStore.Benchmarks.Archiving;
using KafkaStore.Containers;
using KafkaStore.Records;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>What reading is made of, each by itself over the same archive of several partitions, one after the other on one thread.</summary>
internal sealed class ReadingCosts
{
    private readonly LocalObjectStore store;
    private readonly string folder;
    private readonly Load load;

    private ReadingCosts(LocalObjectStore store, string folder, Load load)
    {
        this.store = store;
        this.folder = folder;
        this.load = load;
    }

    /// <summary>Of encoded records; known once they were decompressed.</summary>
    public long Bytes { get; private set; }

    /// <summary>Where its topics are.</summary>
    public string Archive => folder;

    /// <summary>Archives a topic, with the program as users start it.</summary>
    /// <param name="folder">Emptied before.</param>
    public static async Task<ReadingCosts> OverAsync(Bench bench, string folder, ArchiveSettings settings, Load load)
    {
        var run = new ArchiveRun(bench.Program, folder) { KeepsFolder = true };
        run.Clear();
        await run.RunAsync(load, settings);
        string archive = Path.Combine(folder, "archive");
        return new ReadingCosts(await LocalObjectStore.OpenAsync(archive, createIfMissing: false), archive, load);
    }

    /// <summary>Reads the files and decompresses their blocks.</summary>
    public Task<Cost> DecompressAsync() => MeasureAsync("decompressing", _ => { });

    /// <summary>The same, and the digest of what comes out.</summary>
    public async Task<Cost> DecompressAndHashAsync()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return await MeasureAsync("decompressing and hashing", block => digest.AppendData(block.Span));
    }

    public Task<Cost> DecodeAsync() => MeasureDecodingAsync("decoding", null);

    public Task<Cost> FormatAsync() => MeasureDecodingAsync("decoding and formatting as JSON lines", new ArrayBufferWriter<byte>(1 << 20));

    private Task<Cost> MeasureDecodingAsync(string name, ArrayBufferWriter<byte>? lines) =>
        Cost.MeasureAsync(
            name,
            async () =>
            {
                for (int number = 0; number < load.Partitions; number++)
                    await DecodedArchive.ReadAsync(store, new TopicPartition(LoadBroker.Topic, number), load.RecordsPerPartition, lines);
                return Bytes;
            }
        );

    private Task<Cost> MeasureAsync(string name, Action<ReadOnlyMemory<byte>> use) =>
        Cost.MeasureAsync(
            name,
            async () =>
            {
                long bytes = 0;
                foreach (
                    string path in Directory
                        .EnumerateFiles(Path.Combine(folder, LoadBroker.Topic), "*", SearchOption.AllDirectories)
                        .Order()
                )
                {
                    await using ContainerReader reader = await ContainerReader.OpenAsync(File.OpenRead(path), path, CancellationToken.None);
                    while (await reader.ReadBlockAsync(CancellationToken.None) is { } block)
                    {
                        bytes += block.Data.Length;
                        use(block.Data);
                    }
                }

                return Bytes = bytes;
            }
        );
}
