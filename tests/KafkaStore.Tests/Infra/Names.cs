namespace KafkaStore.Tests.Infra;

internal static partial class Names
{
    /// <summary><c>archiveLagOffsets</c> becomes <c>archive_lag_offsets</c>, <c>kafkaOAuthScope</c> <c>kafka_oauth_scope</c>.</summary>
    public static string Snake(string name) => Capital().Replace(name, letter => "_" + letter.Value).ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Capital();
}
