using KafkaStore.Avro;

namespace KafkaStore.Benchmarks.Baselines;

/// <summary>What this program does where it is started as a child of itself.</summary>
internal static class BaselineCommand
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["consume", string brokers, string topic, string partitions]:
                ConsumeLoop.Count(brokers, topic, int.Parse(partitions, CultureInfo.InvariantCulture));
                return 0;
            case ["parts", string brokers, string topic, string codec, string level, string bytes, string folder]:
                long passed = long.Parse(bytes, CultureInfo.InvariantCulture);
                var sample = SampleRecords.Consume(brokers, topic, Math.Min(passed, 64 << 20));
                await new PartsAlone(
                    sample,
                    new ContainerCodec(codec, int.Parse(level, CultureInfo.InvariantCulture)),
                    folder,
                    passed
                ).PrintAsync();
                Console.WriteLine(new Cost("records", default, default, sample.Records.Count));
                Console.WriteLine(new Cost("bytes", default, default, sample.EncodedBytes));
                return 0;
            default:
                throw new MeasurementException($"There is no baseline '{string.Join(' ', arguments)}'.");
        }
    }
}
