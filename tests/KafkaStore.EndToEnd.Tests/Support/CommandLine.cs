namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>A command line as it is typed.</summary>
public static class CommandLine
{
    /// <summary>Its words; what is inserted stays one, whatever is in it.</summary>
    public static string[] Words(FormattableString line) =>
        [.. line.Format.Split(' ').Select(word => string.Format(CultureInfo.InvariantCulture, word, line.GetArguments()))];

    /// <summary>Of <c>kafka-store</c>: a topic from its beginning on into a folder.</summary>
    public static string[] Following(string brokers, string topic, string folder, params string[] more) =>
        [.. Words($"--broker-list {brokers} --topic {topic} --group archiver --local-store {folder} --offset-reset earliest"), .. more];

    /// <summary>Of the same: until it has all of it.</summary>
    public static string[] WholeTopic(string brokers, string topic, string folder, params string[] more) =>
        Following(brokers, topic, folder, [.. Words($"--exit-at-end --close-at-end"), .. more]);
}
