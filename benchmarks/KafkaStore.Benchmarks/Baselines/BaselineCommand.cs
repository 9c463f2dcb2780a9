using KafkaStore.Avro;
using KafkaStore.Benchmarks.Peers;

namespace KafkaStore.Benchmarks.Baselines;

/// <summary>What this program does where it is started as a child of itself.</summary>
internal static class BaselineCommand
{
    private const long MostSampleBytes = 64_000_000;

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["consume", var brokers, var topic, var partitions]:
                ConsumeLoop.Count(brokers, topic, int.Parse(partitions, CultureInfo.InvariantCulture));
                return 0;
            case ["parts", var brokers, var topic, var codec, var level, var bytes, var folder]:
                SampleRecords sample = Sample(brokers, topic, bytes);
                var chosen = new ContainerCodec(codec, int.Parse(level, CultureInfo.InvariantCulture));
                await new PartsAlone(sample, chosen, folder, Number(bytes)).PrintAsync();
                Console.WriteLine(new Cost("records", default, default, sample.Records.Count));
                Console.WriteLine(new Cost("bytes", default, default, sample.EncodedBytes));
                return 0;
            case ["records", var brokers, var topic, var bytes, var path]:
                RecordFile.Write(Sample(brokers, topic, bytes), path);
                return 0;
            case ["writer", var brokers, var topic, var bytes, var path]:
                Console.WriteLine(await new ContainerWriters(Sample(brokers, topic, bytes), Number(bytes), path).OursAsync());
                return 0;
            case ["apache-avro", var brokers, var topic, var bytes, var path]:
                Console.WriteLine(await new ContainerWriters(Sample(brokers, topic, bytes), Number(bytes), path).ApacheAvroAsync());
                return 0;
            default:
                throw new MeasurementException($"There is no baseline '{string.Join(' ', arguments)}'.");
        }
    }

    private static SampleRecords Sample(string brokers, string topic, string bytes) =>
        SampleRecords.Consume(brokers, topic, Math.Min(Number(bytes), MostSampleBytes));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
