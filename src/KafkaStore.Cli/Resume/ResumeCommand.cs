using KafkaStore.Archiving;
using KafkaStore.Cli.Archive;
using KafkaStore.Generations;

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
                var run = new ResumeRun(Bind(options, result, topic), topic, partition, Choice(options, result, topic));
                return run.RunAsync(result.GetValue(verbose), result.GetValue(options.Json), stopping);
            }
        );
        return command;
    }

    private static TopicChoice? Choice(ResumeCommandOptions options, ParseResult result, string topic)
    {
        string? id = result.GetValue(options.SameTopic);
        bool isNew = result.GetValue(options.NewGeneration);
        string given = isNew ? options.NewGeneration.Name : options.SameTopic.Name;
        if (id is null && !isNew)
        {
            return result.GetValue(options.Settling) is null
                ? null
                : throw new UsageException($"{options.Settling.Name} is of {options.NewGeneration.Name}: give both.");
        }

        if (id is not null && isNew)
            throw new UsageException($"{options.NewGeneration.Name} and {options.SameTopic.Name} say opposite things: give one.");
        if (result.GetValue(options.Partition) is not null)
            throw new UsageException($"{given} is about all partitions of a topic: leave {options.Partition.Name} out.");
        if (KafkaTopic.Of(topic) != topic)
            throw new UsageException($"{given} takes Kafka's name of the topic: --topic {KafkaTopic.Of(topic)}.");
        if (isNew)
            return new TopicChoice(null);
        return TopicId.TryParse(id, out TopicId same)
            ? new TopicChoice(same)
            : throw new UsageException(
                $"{options.SameTopic.Name} takes a topic's id as 'kafka-topics --describe' shows it, 22 letters and digits, not '{id}'."
            );
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
                SettlingTime = TimeSpan.FromSeconds(result.Number(options.Settling, 1, 3600, "a number of seconds") ?? 60),
                Names = TypedNames.All,
            },
            Archive = archive,
            Stores = options.Stores.Settings(result),
            StagingKeys = result.StagingKeys(options.StagingKey),
        };
        return bound.StagedAt(result.GetValue(options.StateDir), result.GetValue(options.StagingUrl));
    }
}
