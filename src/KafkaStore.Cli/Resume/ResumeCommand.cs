using KafkaStore.Archiving;

namespace KafkaStore.Cli.Resume;

/// <summary>The command line of <c>kafka-store resume</c>.</summary>
internal static class ResumeCommand
{
    public static Command Create(Option<bool> verbose)
    {
        var options = new ResumeCommandOptions();
        var command = new Command(
            "resume",
            "Let partitions go on that an archiver faulted: looks whether the cause is gone, clears the fault where it is, and says what is to be done where it "
                + "is not. Nothing else clears a fault. May run beside the archiver, which goes on within a minute. The exit code is 1 when a fault still stands."
        );
        options.AddTo(command);
        command.SetAction(
            (result, stopping) =>
            {
                string topic = TopicOption.CheckedArchived(
                    result.Required(options.Topic, "no topic is given: --topic TOPIC names whose partitions are to go on."),
                    options.Topic.Name
                );
                int? partition = (int?)result.Number(options.Partition, 0, int.MaxValue, "a partition's number, from 0");
                return new ResumeRun(Bind(options, result, topic), topic, partition).RunAsync(result.GetValue(verbose), stopping);
            }
        );
        return command;
    }

    // As the archiver's own options are bound, so that both mean the same places.
    private static LocalHostOptions Bind(ResumeCommandOptions options, ParseResult result, string topic)
    {
        string brokers = result.Required(options.BrokerList, "no broker is given: --broker-list HOST:PORT says where Kafka is.");
        string group = result.Required(options.Group, "no consumer group is given: --group GROUP names the archiver's.");
        if (options.Stores.Locations(result) is not [var archive, ..])
            throw new UsageException("no store is given: --local-store DIR, or the URL of one in a cloud, says where the archive is.");
        var bound = new LocalHostOptions
        {
            Kafka = options.Kafka.Bind(result, BrokerList.Checked(brokers, options.BrokerList.Name), group, TypedNames.All),
            Archiver = new ArchiverOptions
            {
                Topics = [topic],
                OffsetReset = OffsetReset.Error,
                AcceptStagingLoss = result.GetValue(options.AcceptStagingLoss),
                Names = TypedNames.All,
            },
            Archive = archive,
            Stores = options.Stores.Settings(result),
        };
        if (result.GetValue(options.StateDir) is { } state)
        {
            bound = bound with
            {
                StateFolder = state.Length > 0 ? Path.GetFullPath(state) : throw new UsageException("--state-dir takes a folder, not ''."),
            };
        }

        return result.GetValue(options.StagingUrl) is { } staging ? bound with { Staging = StoreLocation.Parse(staging) } : bound;
    }
}
