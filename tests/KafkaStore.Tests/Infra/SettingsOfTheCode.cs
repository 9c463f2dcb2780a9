namespace KafkaStore.Tests.Infra;

/// <summary>Names of the application settings that the product reads, found in its sources.</summary>
internal static partial class SettingsOfTheCode
{
    private static readonly string[] Projects = ["KafkaStore.Functions", "KafkaStore.FunctionApp", "KafkaStore.Hosting"];

    /// <summary>As they are set: <c>KafkaStore__ArchiveUrl</c>.</summary>
    public static IReadOnlySet<string> Find()
    {
        var names = new HashSet<string>();
        foreach ((_, string text) in Projects.SelectMany(SourceTree.Files).Where(file => !IsOfRequests(file.Path)))
        {
            names.UnionWith(Plain().Matches(text).Select(match => match.Groups[1].Value));
            names.UnionWith(Bound().Matches(text).Select(match => match.Groups[1].Value));
            names.UnionWith(Own().Matches(text).Select(match => "KafkaStore__" + match.Groups[1].Value));
            names.UnionWith(Read().Matches(text).Select(match => "KafkaStore__" + match.Groups[1].Value));
        }

        return names;
    }

    /// <summary>Passwords and users that belong to a URL among the settings: <c>KAFKA_STORE_MYSQL_PASSWORD</c>.</summary>
    public static IReadOnlySet<string> Variables() =>
        Projects
            .Append("KafkaStore.Catalog.MySql")
            .SelectMany(SourceTree.Files)
            .SelectMany(file => Variable().Matches(file.Text))
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

    // Parameters of a URL are read there, not settings.
    private static bool IsOfRequests(string path) => path.Split('/', '\\').Contains("Http");

    [GeneratedRegex(@"""(KAFKA_STORE_\w+)""")]
    private static partial Regex Variable();

    // "KafkaBrokers": the trigger's, whose names have no section.
    [GeneratedRegex(@"""(Kafka(?!Store)[A-Z]\w+)""")]
    private static partial Regex Plain();

    // "%KafkaTopic%"
    [GeneratedRegex(@"""%(\w+)%""")]
    private static partial Regex Bound();

    // "KafkaStore:ArchiveUrl"
    [GeneratedRegex(@"""KafkaStore(?::|__)(\w+)""")]
    private static partial Regex Own();

    // reader.Seconds("MaximumAgeSeconds", …), Value(nameof(AzureAccessTier))
    [GeneratedRegex(@"\b(?:Seconds|Number|Flag|List|Text|Optional|Url|Value)\((?:""|nameof\()(\w+)")]
    private static partial Regex Read();
}
