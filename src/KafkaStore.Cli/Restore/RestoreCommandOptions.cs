namespace KafkaStore.Cli.Restore;

/// <summary>The options of <c>kafka-store restore</c>, in the order of its help.</summary>
internal sealed class RestoreCommandOptions
{
    public const string DefaultState = "kafka-store-restore.json";

    public StoreOptions Stores { get; } = new("");

    public RangeOptions Range { get; } = new("the archive's first");

    public Option<string?> ToBroker { get; } =
        OptionText.Create("--to-broker HOST[:PORT],…", "Kafka brokers of the cluster to restore into. Required, except with --dry-run.");

    public Option<string[]> Topic { get; } =
        TopicOption.Create("Archived topic to restore; may be given several times. [default: all in the archive]");

    public Option<string[]> TopicMap { get; } =
        OptionText.Several(
            "--topic-map OLD=NEW",
            "Restore the archived topic OLD into the topic NEW; may be given several times. [default: the same name]"
        );

    public Option<bool> DryRun { get; } =
        OptionText.Flag(
            "--dry-run",
            "Only count what would be restored: records, bytes as stored, and times of each partition; with --to-broker also look for what the target would refuse, delete or alter. Nothing is written or made."
        );

    public Option<bool> IgnoreSurvey { get; } =
        OptionText.Flag(
            "--ignore-survey",
            "Write although the settings of the target say that it would refuse, delete or compact records. What it refuses still ends the restore there."
        );

    public Option<bool> SkipSizes { get; } =
        OptionText.Flag(
            "--skip-sizes",
            "Don't read the records first to learn whether one is larger than the target takes; files say only roughly how large theirs are."
        );

    public Option<bool> Append { get; } =
        OptionText.Flag(
            "--append",
            "Write behind records that the target partitions have already. Without it a partition that is not empty is refused."
        );

    public Option<string?> OffsetMap { get; } =
        OptionText.Create(
            "--offset-map FILE",
            "Write which new offsets the old ones have, as comma-separated values: a line for each run of consecutive offsets. Complete when the restore is."
        );

    public Option<bool> Verify { get; } =
        OptionText.Flag("--verify", "In the end read everything back and compare its SHA-256 with the archive's, partition by partition.");

    public Option<string?> State { get; } =
        OptionText.Create(
            "--state FILE",
            $"Checkpoint: the same command with the same file goes on where it was. [default: {DefaultState} in the current folder]"
        );

    public Option<string?> CheckpointRecords { get; } =
        OptionText.Create(
            "--checkpoint-records N",
            "Save a checkpoint after so many records at the latest (or 64 MiB of them). [default: 200000]"
        );

    public Option<string?> Settle { get; } =
        OptionText.Create(
            "--settle-seconds SECONDS",
            "How long the ends of the target must stand still before an interrupted restore goes on: what was sent before may still arrive. [default: 5]"
        );

    public KafkaOptions Kafka { get; } = new();

    public Option<bool> Json { get; } = JsonReport.Option();

    public void AddTo(Command command)
    {
        command.Add(ToBroker, Topic);
        Range.AddTo(command);
        command.Add(TopicMap, DryRun, IgnoreSurvey, SkipSizes, Append, OffsetMap, Verify, State, CheckpointRecords, Settle);
        Kafka.AddTo(command);
        Stores.AddTo(command);
        command.Add(Json);
    }
}
