using System.Buffers;
using System.Security.Cryptography;
using KafkaStore.Avro;
using KafkaStore.Records;

namespace KafkaStore.Benchmarks.Baselines;

/// <summary>
/// What archiving is made of, each by itself in a process that does nothing else: the archiver's own encoder, blocks, library
/// and level, over and over the same records until enough bytes have passed.
/// </summary>
internal sealed class PartsAlone(SampleRecords sample, ContainerCodec codec, string folder, long bytes)
{
    /// <summary>What hashing is called.</summary>
    public const string Hashing = "hashing (SHA-256)";

    private readonly int rounds = (int)Math.Max(1, bytes / sample.EncodedBytes);

    private long PassedBytes => rounds * sample.EncodedBytes;

    public async Task PrintAsync()
    {
        Console.WriteLine(await Cost.MeasureAsync("encoding", EncodeAsync));
        Console.WriteLine(await Cost.MeasureAsync(Hashing, HashAsync));
        Console.WriteLine(await Cost.MeasureAsync("writing, not compressed", () => WriteAsync(sample.Blocks)));
        if (codec.Name == "null")
            return;
        Console.WriteLine(await Cost.MeasureAsync($"compressing ({codec})", CompressAsync));
        List<byte[]> compressed = [.. sample.Blocks.Select(block => codec.Compress(block, new MemoryStream()).ToArray())];
        Console.WriteLine(await Cost.MeasureAsync($"writing, compressed ({codec})", () => WriteAsync(compressed)));
    }

    private Task<long> EncodeAsync()
    {
        var block = new ArrayBufferWriter<byte>(ContainerLimits.BlockBytes * 2);
        for (int round = 0; round < rounds; round++)
        {
            foreach (Record record in sample.Records)
            {
                RecordEncoding.Write(block, record);
                if (block.WrittenCount >= ContainerLimits.BlockBytes)
                    block.ResetWrittenCount();
            }
        }

        return Task.FromResult(PassedBytes);
    }

    private Task<long> HashAsync()
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int round = 0; round < rounds; round++)
        {
            foreach (byte[] block in sample.Blocks)
                digest.AppendData(block);
        }

        return Task.FromResult(PassedBytes);
    }

    // On all cores: two threads of one core are each slower than one alone, and the archiver uses them all.
    private async Task<long> CompressAsync()
    {
        int next = -1;
        int blocks = rounds * sample.Blocks.Count;
        await Task.WhenAll(
            Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ =>
                    Task.Run(() =>
                    {
                        using var compressed = new MemoryStream();
                        for (int i; (i = Interlocked.Increment(ref next)) < blocks; )
                            codec.Compress(sample.Blocks[i % sample.Blocks.Count], compressed);
                    })
                )
        );
        return PassedBytes;
    }

    private Task<long> WriteAsync(IReadOnlyList<byte[]> blocks)
    {
        string path = Path.Combine(folder, "written");
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 0))
        {
            for (int round = 0; round < rounds; round++)
            {
                foreach (byte[] block in blocks)
                    file.Write(block);
            }

            file.Flush(flushToDisk: true);
        }

        File.Delete(path);
        return Task.FromResult(PassedBytes);
    }
}
