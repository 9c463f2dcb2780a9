namespace KafkaStore.Functions.Settings;

/// <summary>What the function app calls its choices.</summary>
internal static class SettingNames
{
    public static OptionNames All { get; } =
        new()
        {
            Brokers = "KafkaBrokers",
            Topic = "KafkaTopic",
            FromEarliest = "KafkaStore__OffsetReset=earliest",
            FromLatest = "KafkaStore__OffsetReset=latest",
            AcceptStagingLoss = "KafkaStore__AcceptStagingLoss=true",
        };
}
