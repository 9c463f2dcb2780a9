using KafkaStore.Cli.Quickstart;
using KafkaStore.Kafka.Embedded;

namespace KafkaStore.Cli.DevBroker;

/// <summary><c>kafka-store dev-broker</c>.</summary>
internal sealed class DevBrokerRun(string topic, int partitions, bool sample, string? settings)
{
    public async Task RunAsync(bool verbose, CancellationToken stopping)
    {
        using ILoggerFactory loggers = ConsoleLoggerProvider.CreateFactory(verbose);
        using var broker = EmbeddedBroker.Start();
        broker.CreateTopic(topic, partitions);
        if (settings is not null)
            SettingsFile.Write(settings, broker.Brokers, topic);

        // Scripts read these lines, so they go out at once and alone on standard output.
        await Console.Out.WriteLineAsync($"BROKERS={broker.Brokers}");
        await Console.Out.FlushAsync(stopping);
        if (sample)
        {
            ProducedRecords produced = await SampleTopic.FillAsync(
                broker.Brokers,
                topic,
                partitions,
                MemberRecords.All(),
                loggers,
                stopping
            );
            await Console.Out.WriteLineAsync($"RECORDS={produced.Count}");
            await Console.Out.FlushAsync(stopping);
        }

        await Console.Error.WriteLineAsync($"Topic {topic} has {partitions} partitions. Stop with Ctrl-C; everything is gone then.");
        await Task.Delay(Timeout.Infinite, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
