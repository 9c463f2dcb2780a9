using System.Reflection;
using System.Text.RegularExpressions;
using KafkaStore.Naming;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>The names of properties that this client knows, for whoever has mistyped one.</summary>
internal static partial class ClientNames
{
    private static readonly Type[] Configs = [typeof(ConsumerConfig), typeof(ProducerConfig), typeof(AdminClientConfig)];

    // The client's classes spell librdkafka's names without their dots.
    private static readonly Lazy<string[]> All = new(() =>
        [
            .. Configs
                .SelectMany(config => config.GetProperties(BindingFlags.Public | BindingFlags.Instance))
                .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
                .Select(property => Capital().Replace(property.Name, ".$0").ToLowerInvariant())
                .Concat(JavaNames.All)
                .Distinct(StringComparer.Ordinal),
        ]
    );

    /// <summary>Null where none is near.</summary>
    public static string? Nearest(string name) => NearestName.Of(name, All.Value);

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
