namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>Produces small numbered records in turn over a topic's partitions, their timestamps a steady step apart.</summary>
public sealed class SteadyProducer(string brokers, string topic, int partitions) : IAsyncDisposable
{
    public const long FirstTimestamp = 1_700_000_000_000;
    public const long StepMilliseconds = 20;

    private readonly KafkaRecordWriter writer = new(new KafkaClientOptions(brokers, "producer"), NullLogger.Instance);

    public long Produced { get; private set; }

    /// <summary>At most 60 bytes of key and value a record; some keys and some values are null.</summary>
    public async Task ProduceAsync(int count)
    {
        for (int i = 0; i < count; i++, Produced++)
        {
            byte[] value = Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"record {Produced} {Produced * 2654435761 % 1000000007:x}")
            );
            var record = new Record(
                0,
                FirstTimestamp + (Produced * StepMilliseconds),
                Produced % 7 == 0 ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes($"k{Produced % 100}"),
                Produced % 101 == 0 ? default(ReadOnlyMemory<byte>?) : value,
                []
            );
            await writer.WriteAsync(topic, (int)(Produced % partitions), record, default);
        }

        await writer.FlushAsync(default);
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
