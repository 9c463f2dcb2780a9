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
        Option<string[]> property = KafkaPropertyOption.Create();
        Option<bool> json = OptionText.Flag("--json", "Print one JSON document, problems and totals, and nothing else on standard output.");
        var command = new Command(
            "verify",
            "Check an archive: names, chain, headers, block indexes, digests, every record. Changes nothing, and may run beside an archiver. "
                + "Lists what is wrong; the exit code is 0 when nothing is, 1 when something is or the archive can't be read."
        );
        stores.AddTo(command);
        command.Add(topic, broker, property, json);
        command.SetAction(
            (result, stopping) =>
            {
                StoreLocation location = stores.Location(result, "which archive to check");
                string[] topics = result.ArchivedTopics(topic);
                KafkaClientOptions? kafka = Kafka(result, broker, property);
                return new VerifyRun(location, stores.Settings(result), topics, kafka, result.GetValue(json)).RunAsync(
                    result.GetValue(verbose),
                    stopping
                );
            }
        );
        return command;
    }

    /// <exception cref="UsageException">An option can't be read, or is of brokers that are not given.</exception>
    private static KafkaClientOptions? Kafka(ParseResult result, Option<string?> broker, Option<string[]> property)
    {
        Dictionary<string, string> properties = result.KafkaProperties(property);
        string? brokers = result.GetValue(broker);
        if (brokers is null)
        {
            return properties.Count == 0
                ? null
                : throw new UsageException($"{property.Name} is of the brokers that {broker.Name} names: give both.");
        }

        if (string.IsNullOrWhiteSpace(brokers))
            throw new UsageException("--against-broker takes HOST:PORT, not ''.");
        var kafka = new KafkaClientOptions(BrokerList.Checked(brokers, broker.Name), Group)
        {
            Properties = properties,
            Names = TypedNames.All with { Brokers = broker.Name },
        };
        try
        {
            // The brokers are asked when the archive has been read, which is no time to hear of a property.
            KafkaCluster.ThrowIfNoClient(kafka);
        }
        catch (Exception e) when (kafka.AreRefused(e))
        {
            throw KafkaPropertyOption.Refused(e);
        }

        return kafka;
    }
}
