namespace KafkaStore.Cli.CommandLine;

/// <summary>What the command line calls its choices.</summary>
internal static class TypedNames
{
    public static OptionNames All { get; } =
        new()
        {
            Brokers = "--broker-list",
            Topic = "--topic",
            FromEarliest = "--offset-reset earliest",
            FromLatest = "--offset-reset latest",
            AcceptStagingLoss = "--accept-staging-loss",
        };
}
