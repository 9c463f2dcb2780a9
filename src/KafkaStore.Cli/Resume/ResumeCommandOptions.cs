namespace KafkaStore.Cli.Resume;

/// <summary>The options of <c>kafka-store resume</c>, in the order of its help. Those that say where things are, as for archiving.</summary>
internal sealed class ResumeCommandOptions
{
    public Option<string?> Topic { get; } =
        OptionText.Create("--topic TOPIC", "Topic whose partitions are to go on; those of its later generations too. Required.");

    public Option<string?> Partition { get; } =
        OptionText.Create("--partition N", "Only this partition. [default: every partition of the topic that is faulted]");

    public Option<bool> NewGeneration { get; } =
        OptionText.Flag(
            "--new-generation",
            "Declare that the topic which the brokers have now takes the place of the archived one and is archived beside it, as TOPIC~g1 and so on: after "
                + "--on-recreated fault, or when the brokers are another cluster."
        );

    public Option<string?> SameTopic { get; } =
        OptionText.Create(
            "--same-topic ID",
            "State that the topic with this id, which the brokers give now, continues the archived one, as the copy of a cluster does. Compares all "
                + "records that both have, and refuses where one differs."
        );

    public Option<string?> Settling { get; } =
        OptionText.Create(
            "--settling-seconds SECONDS",
            "How long the brokers have to give the new id before --new-generation believes it. [default: 60]"
        );

    public Option<bool> AcceptStagingLoss { get; } =
        OptionText.Flag(
            "--accept-staging-loss",
            "What a state folder or staging location that is gone held is lost; the archive notes which offsets."
        );

    public Option<string?> BrokerList { get; } =
        OptionText.Create(
            "--broker-list HOST[:PORT],…",
            "Kafka brokers to begin with, since some causes only they know of; the port is 9092 unless given. Required."
        );

    public Option<string?> Group { get; } =
        OptionText.Create("--group GROUP", "Consumer group of the archiver. Nothing joins it or commits. Required.");

    public StoreOptions Stores { get; } = new(" Give the archiver's; of several only the first is looked at.");

    public Option<string?> StateDir { get; } =
        OptionText.Create("--state-dir DIR", "The archiver's, where it was given one. It may be in use. [default: as for archiving]");

    public Option<string?> StagingUrl { get; } =
        OptionText.Create(
            "--staging-url DIR|URL",
            "The archiver's staging location, where it was given one. [default: staged in the state folder]"
        );

    public Option<string?> StagingKey { get; } =
        StagingKeyOption.Create("File of the archiver's staging keys, where it was given one. Without it signed and forged look alike.");

    public KafkaOptions Kafka { get; } = new();

    public Option<bool> Json { get; } = JsonReport.Option();

    public void AddTo(Command command)
    {
        foreach (
            Option option in new Option[] { Topic, Partition, NewGeneration, SameTopic, Settling, AcceptStagingLoss, BrokerList, Group }
        )
        {
            command.Options.Add(option);
        }

        Stores.AddTo(command);
        foreach (Option option in new Option[] { StateDir, StagingUrl, StagingKey })
            command.Options.Add(option);
        Kafka.AddTo(command);
        command.Options.Add(Json);
    }
}
