using KafkaStore.Archiving;
using static KafkaStore.Cli.Configuration.ConfigShape;

namespace KafkaStore.Cli.Configuration;

/// <summary>
/// The one table of what can be configured: the file, the environment, the schema for editors and docs/configuration.md follow it. What a
/// key means is said by its option.
/// </summary>
internal static class ConfigKeys
{
    /// <summary>The section of what holds for every topic that has nothing of its own.</summary>
    public const string Defaults = "defaults";

    private const ConfigUse Everywhere = ConfigUse.All;
    private const ConfigUse Archiving = ConfigUse.Archive;
    private const ConfigUse Staging = ConfigUse.Archive | ConfigUse.Resume | ConfigUse.Estimate;
    private const ConfigUse Policies = ConfigUse.Archive | ConfigUse.Estimate;
    private const ConfigUse Brokers = Staging | ConfigUse.Verify;
    private const ConfigUse Cataloguing = ConfigUse.Archive | ConfigUse.Catalog;
    private const ConfigUse Serving = ConfigUse.Archive | ConfigUse.Serve;

    /// <summary>Topics by names and patterns, some with policies of their own.</summary>
    public static ConfigKey Topics { get; } =
        new("topics", "--topic", ConfigShape.Topics, Policies, """[orders.*, "!orders.test", {name: payments, file-age: 10m}]""")
        {
            IsReloaded = true,
            Meaning =
                "Topics to archive: names, which have to be there, and patterns with * and ?, whose topics may come later; ! before one excludes. A member may be a "
                + "map of a name or pattern and of the keys of defaults, which hold for its topics then. Of several that match a topic the last decides. Required.",
        };

    public static ConfigKey Stores { get; } =
        new("stores", "", List, Everywhere, "[/srv/archive, s3://bucket/archive]")
        {
            IsPath = true,
            Meaning =
                "Folders, or URLs of stores in clouds as for --azure-store-url, --gcloud-store-url and --s3-store-url. The first is the archive, the others are mirrors "
                + "that get copies of its files. Required.",
        };

    public static ConfigKey Properties { get; } =
        new("kafka.properties", "--kafka-property", Map, Brokers, "{security.protocol: SASL_SSL}") { IsSecret = true };

    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        new("kafka.brokers", "--broker-list", List, Staging, "[broker-1:9092, broker-2:9092]"),
        new("kafka.group", "--group", Text, Brokers, "archive"),
        new("kafka.config", "--kafka-config", Text, Brokers, "client.properties") { IsPath = true },
        Properties,
        Topics,
        Policy(PolicyKey.FileSize, "--file-size", "256M"),
        Policy(PolicyKey.FileAge, "--file-age-seconds", "1h"),
        Policy(PolicyKey.FileRecords, "--file-records", "1000000"),
        Policy(PolicyKey.IdleSafety, "--idle-safety-seconds", "8h"),
        Policy(PolicyKey.Codec, "--codec", "zstandard"),
        Policy(PolicyKey.CodecLevel, "--codec-level", "3"),
        Policy(PolicyKey.OffsetReset, "--offset-reset", "earliest"),
        Policy(PolicyKey.OnRecreated, "--on-recreated", "new-generation"),
        Stores,
        new("azure.access-tier", "--azure-access-tier", Text, Everywhere, "cool"),
        new("azure.connection-string", "--azure-connection-string", Text, Everywhere, "${file:/run/secrets/azure}")
        {
            IsSecret = true,
            OtherVariable = StoreOptions.AzureConnectionVariable,
        },
        new("gcloud.kms-key", "--gcloud-kms-key", Text, Everywhere, "projects/p/locations/l/keyRings/r/cryptoKeys/k"),
        new("gcloud.storage-class", "--gcloud-storage-class", Text, Everywhere, "nearline"),
        new("s3.endpoint-url", "--s3-endpoint-url", Text, Everywhere, "http://127.0.0.1:9000"),
        new("s3.region", "--s3-region", Text, Everywhere, "eu-central-1"),
        new("s3.encryption", "--s3-encryption", Text, Everywhere, "sse-kms"),
        new("staging.state-dir", "--state-dir", Text, Staging, "/var/lib/kafka-store") { IsPath = true },
        new("staging.url", "--staging-url", Text, Staging, "s3://bucket-staging") { IsPath = true },
        new("staging.key-file", "--staging-key-file", Text, Staging, "/run/secrets/staging-keys") { IsPath = true },
        new("catalog.url", "--mysql-metadata-url", Text, Cataloguing, "mysql://kafka@db.internal/archive") { IsSecret = true },
        new("catalog.password", "--mysql-password", Text, Cataloguing, "${env:DB_PASSWORD}")
        {
            IsSecret = true,
            OtherVariable = MySqlCatalogUrl.PasswordVariable,
        },
        new("schema-registry.url", "--schema-registry", Text, Archiving, "https://registry.internal:8081") { IsSecret = true },
        new("schema-registry.user", "--schema-registry-user", Text, Archiving, "archiver"),
        new("schema-registry.password", "--schema-registry-password", Text, Archiving, "${file:registry-password}") { IsSecret = true },
        new("http.port", "--http-port", Text, Serving, "8080"),
        new("http.host", "--http-host", Text, Serving, "0.0.0.0") { VariableNeeds = "--http-port" },
        new("http.token", "--http-token", Text, Serving, "${file:/run/secrets/token}") { IsSecret = true, VariableNeeds = "--http-port" },
        new("run.share", "--share", Flag, Archiving, "true"),
        new("run.settling", "--settling-seconds", Text, Archiving, "60s"),
        new("run.batch-records", "--batch-records", Text, Policies, "10000"),
        new("run.exit-at-end", "--exit-at-end", Flag, Archiving, "true"),
        new("run.close-at-end", "--close-at-end", Flag, Archiving, "true"),
        new("run.accept-staging-loss", "--accept-staging-loss", Flag, Archiving, "true"),
        new("run.log-format", "--log-format", Text, Everywhere, "json"),
        new("run.no-live", "--no-live", Flag, Archiving, "true"),
        new("run.verbose", "--verbose", Flag, Everywhere, "true"),
    ];

    /// <summary>Null where there is none of that path.</summary>
    public static ConfigKey? Find(string path) => All.FirstOrDefault(key => key.Path == path);

    private static ConfigKey Policy(string name, string option, string example) =>
        new($"{Defaults}.{name}", option, Text, Policies, example) { IsReloaded = true };
}
