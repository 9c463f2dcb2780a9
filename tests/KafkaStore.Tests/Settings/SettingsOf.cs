namespace KafkaStore.Tests.Settings;

/// <summary>The app's settings as a functions host hands them over.</summary>
internal static class SettingsOf
{
    /// <summary>What can't be left out.</summary>
    public static readonly Dictionary<string, string?> Needed = new()
    {
        ["KafkaBrokers"] = "localhost:9092",
        ["KafkaTopic"] = "orders",
        ["KafkaConsumerGroup"] = "kafka-store",
        ["KafkaStore:ArchiveUrl"] = "archive",
        ["KafkaStore:StagingUrl"] = "staging",
    };

    public static IConfiguration Configuration(params (string Name, string? Value)[] more)
    {
        var values = new Dictionary<string, string?>(Needed);
        foreach ((string name, string? value) in more)
            values[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    public static AppSettings App(params (string Name, string? Value)[] more) => AppSettings.Read(Configuration(more), "there is none");

    public static KafkaSettings Kafka(params (string Name, string? Value)[] more) => App(more).Kafka;

    /// <summary>What the start says is wrong.</summary>
    public static string Problem(params (string Name, string? Value)[] more) =>
        Assert.Throws<AppSettingsException>(() => App(more)).Message;
}
