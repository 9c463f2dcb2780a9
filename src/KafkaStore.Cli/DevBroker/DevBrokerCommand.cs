namespace KafkaStore.Cli.DevBroker;

/// <summary>The command line of <c>kafka-store dev-broker</c>.</summary>
internal static class DevBrokerCommand
{
    private const int MaximumPartitions = 1000;

    public static Command Create(Option<bool> verbose)
    {
        Option<string?> partitions = OptionText.Create("--partitions N", "Partitions of the topic. [default: 4]");
        Option<string?> topic = OptionText.Create("--topic TOPIC", "Name of the topic. [default: sample]");
        Option<bool> sample = OptionText.Flag("--sample", "Fill the topic with 20,000 records.");
        Option<string?> settings = OptionText.Create(
            "--write-settings FILE",
            "Put address and topic into this local.settings.json; a new one is a copy of local.settings.sample.json, other settings of an existing one stay."
        );
        var command = new Command(
            "dev-broker",
            "Run a Kafka broker for development, in memory, until stopped. The first line on standard output is BROKERS=127.0.0.1:PORT. "
                + "A partition keeps 5 MiB or 100,000 batches; transactions and search by time don't exist."
        );
        command.Add(partitions, topic, sample, settings);
        command.SetAction(
            (result, stopping) =>
            {
                string name = TopicOption.Checked(result.GetValue(topic) ?? "sample");
                int count = (int)(result.Number(partitions, 1, MaximumPartitions, $"a number from 1 to {MaximumPartitions}") ?? 4);
                return new DevBrokerRun(name, count, result.GetValue(sample), result.GetValue(settings)).RunAsync(
                    result.GetValue(verbose),
                    stopping
                );
            }
        );
        return command;
    }
}
