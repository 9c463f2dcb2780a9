using KafkaStore.Avro;
using KafkaStore.Containers;

namespace KafkaStore.Benchmarks.Codecs;

/// <summary>What one level of a codec does to a data set, on one core.</summary>
/// <param name="PackSeconds">CPU seconds for a terabyte.</param>
/// <param name="UnpackSeconds">The same, back.</param>
/// <param name="Ratio">Bytes before by bytes after.</param>
internal readonly record struct CodecFigures(double PackSeconds, double UnpackSeconds, double Ratio)
{
    private const double Terabyte = 1e12;
    private const int FewestRounds = 3;
    private const double FewestSeconds = 1;

    public double PackSpeed => Terabyte / 1e6 / PackSeconds;

    public double UnpackSpeed => Terabyte / 1e6 / UnpackSeconds;

    /// <summary>The quickest of several rounds: what disturbs one only ever makes it slower.</summary>
    public static CodecFigures Measure(ContainerCodec codec, DataSet data)
    {
        byte[][] packed = new byte[data.Blocks.Count][];
        using var target = new MemoryStream();
        double pack = Quickest(() =>
        {
            for (int i = 0; i < packed.Length; i++)
                packed[i] = codec.Compress(data.Blocks[i], target).ToArray();
        });
        BlockCodec? reader = BlockCodec.OfObjects.FirstOrDefault(known => known.Name == codec.Name);
        using var memory = new BlockInflater(ContainerLimits.MaximumBlockBytes);
        double unpack = Quickest(() =>
        {
            for (int i = 0; i < packed.Length; i++)
            {
                ReadOnlyMemory<byte> block = reader is null ? memory.Copy(packed[i]) : reader.Unpack(packed[i], memory)!.Value;
                if (block.Length != data.Blocks[i].Length)
                    throw new InvalidOperationException($"A block of {data.Name} has another length once it was packed in {codec}.");
            }
        });
        double scale = Terabyte / data.Bytes;
        return new CodecFigures(pack * scale, unpack * scale, (double)data.Bytes / packed.Sum(block => (long)block.Length));
    }

    private static double Quickest(Action work)
    {
        double quickest = double.MaxValue;
        double all = 0;
        for (int round = 0; round < FewestRounds || all < FewestSeconds; round++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            work();
            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            quickest = Math.Min(quickest, seconds);
            all += seconds;
        }

        return quickest;
    }
}
