using KafkaStore.Archiving;
using KafkaStore.Cli.Archive;

namespace KafkaStore.Cli.Status;

/// <summary>The command line of <c>kafka-store status</c>.</summary>
internal static class StatusCommand
{
    // Carried along, since a cluster may grant reading to no group else; nothing joins it or commits.
    private const string Group = "kafka-store-status";

    public static Command Create(Option<bool> verbose)
    {
        var stores = new StoreOptions(" The first is the archive, further ones are its mirrors.");
        Option<string[]> topic = TopicOption.Create(
            "Only this topic and its later generations; may be given several times. [default: everything in the archive]"
        );
        Option<string?> brokers = OptionText.Create(
            "--broker-list HOST[:PORT],…",
            "Kafka brokers to ask how much more they have; the port is 9092 unless given. [default: none is asked]"
        );
        Option<string?> group = OptionText.Create(
            "--group GROUP",
            "Consumer group of the archiver; nothing joins it or commits. With a store in a cloud it says where the state folder is."
        );
        Option<string?> state = OptionText.Create("--state-dir DIR", "The archiver's, where it was given one. It may be in use.");
        Option<string?> staging = OptionText.Create(
            "--staging-url DIR|URL",
            "The archiver's staging location, where it was given one, as for an app in Azure. [default: staged in the state folder]"
        );
        Option<bool> json = OptionText.Flag("--json", "Print one JSON document, as GET /api/status gives it, and nothing else.");
        var kafka = new KafkaOptions();
        var command = new Command(
            "status",
            "Say where every partition stands: archived, staged, at the brokers, in the mirrors, faulted, lost, missing. Asks the stores and the brokers alone, so it says the same of an "
                + "archiver on this machine, on another and in Azure. Changes nothing. The exit code is 1 when something is faulted or can't be looked at."
        );
        command.Add(topic, brokers, group);
        stores.AddTo(command);
        command.Add(state, staging);
        kafka.AddTo(command);
        command.Add(json);
        command.SetAction(
            (result, stopping) =>
            {
                string consumers = result.GetValue(group) ?? Group;
                string asked = result.GetValue(brokers) is { } list ? BrokerList.Checked(list, brokers.Name) : "";
                if (asked.Length == 0 && kafka.Given(result) is { } given)
                    throw new UsageException($"{given} is of the brokers that {brokers.Name} names: give both.");
                IReadOnlyList<StoreLocation> locations = stores.Locations(result);
                if (locations.Count == 0)
                    locations = [stores.Location(result, "which archive to look at")]; // says so
                var bound = new LocalHostOptions
                {
                    Kafka = kafka.Bind(result, asked, consumers, TypedNames.All),
                    Archiver = new ArchiverOptions { Topics = result.ArchivedTopics(topic), Names = TypedNames.All },
                    Archive = locations[0],
                    Mirrors = [.. locations.Skip(1)],
                    Stores = stores.Settings(result),
                };
                bound = bound.StagedAt(result.GetValue(state), result.GetValue(staging));
                return new StatusRun(bound, result.GetValue(json)).RunAsync(result.GetValue(verbose), stopping);
            }
        );
        return command;
    }
}
