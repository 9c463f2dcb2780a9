namespace KafkaStore.Cli.Verify;

/// <summary>The command line of <c>kafka-store verify</c>.</summary>
internal static class VerifyCommand
{
    // Carried along, since a cluster may grant reading to no group else; nothing joins it or commits.
    private const string Group = "kafka-store-verify";

    public static Command Create(Option<bool> verbose)
    {
        var stores = new StoreOptions("");
        Option<string[]> topic = TopicOption.Create(
            "Check only this topic; may be given several times. [default: everything in the archive]"
        );
        Option<string?> broker = OptionText.Create(
            "--against-broker HOST[:PORT],…",
            "Also read the topics again, as far as these brokers still have them, and compare every record."
        );
        var kafka = new KafkaOptions();
        Option<bool> json = OptionText.Flag("--json", "Print one JSON document, problems and totals, and nothing else on standard output.");
        var command = new Command(
            "verify",
            "Check an archive: names, chain, headers, block indexes, digests, every record. Changes nothing, and may run beside an archiver. "
                + "Lists what is wrong; the exit code is 0 when nothing is, 1 when something is or the archive can't be read."
        );
        stores.AddTo(command);
        command.Add(topic, broker);
        kafka.AddTo(command);
        command.Add(json);
        command.SetAction(
            (result, stopping) =>
            {
                StoreLocation location = stores.Location(result, "which archive to check");
                string[] topics = result.ArchivedTopics(topic);
                KafkaClientOptions? brokers = Brokers(result, broker, kafka);
                return new VerifyRun(location, stores.Settings(result), topics, brokers, result.GetValue(json)).RunAsync(
                    result.GetValue(verbose),
                    stopping
                );
            }
        );
        return command;
    }

    /// <exception cref="UsageException">An option can't be read, or is of brokers that are not given.</exception>
    private static KafkaClientOptions? Brokers(ParseResult result, Option<string?> broker, KafkaOptions kafka)
    {
        string? brokers = result.GetValue(broker);
        if (brokers is null)
        {
            return kafka.Given(result) is { } given
                ? throw new UsageException($"{given} is of the brokers that {broker.Name} names: give both.")
                : null;
        }

        if (string.IsNullOrWhiteSpace(brokers))
            throw new UsageException("--against-broker takes HOST:PORT, not ''.");
        return kafka.Bind(result, BrokerList.Checked(brokers, broker.Name), Group, TypedNames.All with { Brokers = broker.Name });
    }
}
