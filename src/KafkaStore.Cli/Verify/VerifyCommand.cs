using System.CommandLine;
using KafkaStore.Cli.CommandLine;
using KafkaStore.Hosting;

namespace KafkaStore.Cli.Verify;

/// <summary>The command line of <c>kafka-store verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create(Option<bool> verbose)
    {
        var stores = new StoreOptions("");
        Option<string[]> topic = TopicOption.Create(
            "Check only this topic; may be given several times. [default: everything in the archive]"
        );
        Option<string?> broker = OptionText.Create(
            "--against-broker",
            "HOST[:PORT],…",
            "Also read the topics again, as far as these brokers still have them, and compare every record."
        );
        Option<bool> json = OptionText.Flag("--json", "Print one JSON document, problems and totals, and nothing else on standard output.");
        var command = new Command(
            "verify",
            "Check an archive: names, chain, headers, block indexes, digests, every record. Changes nothing, and may run beside an archiver. "
                + "Lists what is wrong; the exit code is 0 when nothing is, 1 when something is or the archive can't be read."
        );
        stores.AddTo(command);
        command.Options.Add(topic);
        command.Options.Add(broker);
        command.Options.Add(json);
        command.SetAction(
            (result, stopping) =>
            {
                StoreLocation location = stores.Locations(result) is [var only]
                    ? only
                    : throw new UsageException(
                        "no store is given: --local-store DIR, or the URL of one in a cloud, says which archive to check."
                    );
                string[] topics = result.ArchivedTopics(topic);
                string? brokers = result.GetValue(broker);
                if (brokers is not null && string.IsNullOrWhiteSpace(brokers))
                    throw new UsageException("--against-broker takes HOST:PORT, not ''.");
                if (brokers is not null)
                    BrokerList.Checked(brokers, broker.Name);
                return new VerifyRun(location, stores.Settings(result), topics, brokers, result.GetValue(json)).RunAsync(
                    result.GetValue(verbose),
                    stopping
                );
            }
        );
        return command;
    }
}
