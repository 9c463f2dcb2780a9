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
        Option<string?> group = OptionText.Create(
            "--group GROUP",
            "The archiver's group, with --against-broker: no partition may end before the archived position that it committed under GROUP-archived."
        );
        var catalog = new CatalogOption("No partition may end before its last file in this catalog:");
        Option<string?> heads = OptionText.Create(
            "--heads FILE",
            "Write where every partition ends, with its chain hash, to FILE, replacing it, unless something is wrong. To be kept where who can write to the archive can't."
        );
        Option<string?> expect = OptionText.Create(
            "--expect FILE",
            "Compare with what --heads wrote before: no topic, generation or partition may be gone, shorter, or other up to there."
        );
        Option<bool> json = OptionText.Flag("--json", "Print one JSON document, problems and totals, and nothing else on standard output.");
        var command = new Command(
            "verify",
            "Check an archive: names, chain, headers, block indexes, digests, every record. Changes nothing, and may run beside an archiver. "
                + "Lists what is wrong; the exit code is 0 when nothing is, 1 when something is or the archive can't be read."
        );
        stores.AddTo(command);
        command.Add(topic, broker);
        kafka.AddTo(command);
        command.Add([group, .. catalog.All, heads, expect]);
        command.Add(json);
        command.SetAction(
            (result, stopping) =>
            {
                StoreLocation location = stores.Location(result, "which archive to check");
                string[] topics = result.ArchivedTopics(topic);
                var request = new VerifyRequest(location, stores.Settings(result), topics)
                {
                    Kafka = Brokers(result, broker, kafka, group),
                    ArchiverGroup = Given(result, group),
                    Catalog = catalog.Read(result),
                    HeadsPath = Given(result, heads),
                    Expected = Given(result, expect) is { } path ? HeadsFile.Read(path, expect.Name) : null,
                    Json = result.GetValue(json),
                };
                return new VerifyRun(request).RunAsync(result.GetValue(verbose), stopping);
            }
        );
        return command;
    }

    private static string? Given(ParseResult result, Option<string?> option) =>
        result.GetValue(option) switch
        {
            null => null,
            var text when string.IsNullOrWhiteSpace(text) => throw new UsageException($"{option.Name} takes a value, not ''."),
            var text => text,
        };

    /// <exception cref="UsageException">An option can't be read, or is of brokers that are not given.</exception>
    private static KafkaClientOptions? Brokers(ParseResult result, Option<string?> broker, KafkaOptions kafka, Option<string?> group)
    {
        string? brokers = result.GetValue(broker);
        if (brokers is null)
        {
            return (kafka.Given(result) ?? (Given(result, group) is null ? null : group.Name)) is { } given
                ? throw new UsageException($"{given} is of the brokers that {broker.Name} names: give both.")
                : null;
        }

        if (string.IsNullOrWhiteSpace(brokers))
            throw new UsageException("--against-broker takes HOST:PORT, not ''.");
        return kafka.Bind(result, BrokerList.Checked(brokers, broker.Name), Group, TypedNames.All with { Brokers = broker.Name });
    }
}
