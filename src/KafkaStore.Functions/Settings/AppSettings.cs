using KafkaStore.Avro;
using KafkaStore.Segments;
using KafkaStore.Staging.Trust;
using Microsoft.Extensions.Configuration;

namespace KafkaStore.Functions.Settings;

/// <summary>
/// The function app's settings. Those of the trigger have the plain names that its binding resolves; the archiver's own
/// begin with <c>KafkaStore__</c>, in code <c>KafkaStore:</c>.
/// </summary>
/// <param name="Brokers"><c>KafkaBrokers</c>.</param>
/// <param name="ConsumerGroup"><c>KafkaConsumerGroup</c>.</param>
/// <param name="ArchiveUrl"><c>KafkaStore__ArchiveUrl</c>: a store's URL or a folder.</param>
/// <param name="MirrorUrls"><c>KafkaStore__MirrorUrls</c>: those of copies, with commas between.</param>
/// <param name="StagingUrl"><c>KafkaStore__StagingUrl</c>.</param>
/// <param name="Archiver">All else.</param>
public sealed record AppSettings(
    string Brokers,
    string ConsumerGroup,
    Secret ArchiveUrl,
    IReadOnlyList<string> MirrorUrls,
    Secret StagingUrl,
    ArchiverOptions Archiver
)
{
    /// <summary><c>KafkaStore__CatalogUrl</c>: null for no catalog.</summary>
    public Secret? CatalogUrl { get; init; }

    /// <summary>
    /// <c>KafkaStore__SchemaRegistryUrl</c>: null keeps no schemas. User and password may be in it, or in
    /// <c>KAFKA_STORE_SCHEMA_REGISTRY_USER</c> and <c>KAFKA_STORE_SCHEMA_REGISTRY_PASSWORD</c>.
    /// </summary>
    public Secret? SchemaRegistryUrl { get; init; }

    /// <summary><c>KafkaStore__StagingKeys</c>: none signs nothing.</summary>
    public StagingKeys StagingKeys { get; init; } = StagingKeys.None;

    /// <summary>As whom to speak to the brokers, and which topics to archive.</summary>
    public required KafkaSettings Kafka { get; init; }

    /// <summary>What is served over HTTP at a time: <c>KafkaStore__HttpStreams</c>, <c>…HttpWaiters</c>, <c>…HttpPageBytes</c>.</summary>
    public HttpReadingOptions Reading { get; init; } = new();

    /// <summary><c>KafkaStore__HistoryDays</c>; 0 keeps it for ever.</summary>
    public HistoryOptions History { get; init; } = new();

    /// <exception cref="AppSettingsException">Settings are missing or can't be used; the message names all of them.</exception>
    /// <param name="configuration">Where the settings are.</param>
    /// <param name="hostFile">The functions host's file, <c>host.json</c>; it need not exist.</param>
    public static AppSettings Read(IConfiguration configuration, string hostFile)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new Reader(configuration);
        var policy = new SegmentPolicy(
            reader.Seconds("MaximumAgeSeconds", SegmentPolicy.DefaultMaximumAge),
            reader.Number("MaximumBytes", 1, long.MaxValue) ?? SegmentPolicy.DefaultMaximumBytes,
            reader.Number("MaximumRecords", 1, long.MaxValue)
        );
        KafkaSettings kafka = reader.Kafka();
        reader.CheckBatch(hostFile);
        var archiver = new ArchiverOptions
        {
            Topics = kafka.Topics,
            Policy = policy,
            SafetyWindow = reader.Seconds("SafetyWindowSeconds", TopicPolicy.DefaultSafetyWindow),
            Codec = reader.Codec(),
            OffsetReset = reader.OffsetReset(),
            OnRecreated = reader.OnRecreated(),
            AcceptStagingLoss = reader.Flag("AcceptStagingLoss"),
            Names = SettingNames.All,
        };
        archiver = archiver with { Own = reader.TopicPolicies(archiver) };
        var settings = new AppSettings(
            reader.Required("KafkaBrokers"),
            reader.Required("KafkaConsumerGroup"),
            reader.Required("KafkaStore:ArchiveUrl"),
            reader.List("MirrorUrls"),
            reader.Required("KafkaStore:StagingUrl"),
            archiver
        )
        {
            CatalogUrl = reader.Optional("CatalogUrl"),
            SchemaRegistryUrl = reader.Optional("SchemaRegistryUrl"),
            StagingKeys = reader.StagingKeys(),
            Kafka = kafka,
            Reading = reader.Reading(),
            History = reader.History(),
        };
        reader.ThrowIfWrong();
        return settings;
    }

    private const int MaximumHistoryDays = 3650;

    private sealed class Reader(IConfiguration configuration)
    {
        private readonly List<string> problems = [];

        public string Required(string name)
        {
            string? value = configuration[name];
            if (string.IsNullOrWhiteSpace(value))
                problems.Add($"{Shown(name)} is not set");
            return value ?? "";
        }

        public string? Optional(string name) =>
            configuration["KafkaStore:" + name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

        public IReadOnlyList<string> List(string name) =>
            (configuration["KafkaStore:" + name] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        public long? Number(string name, long least, long most)
        {
            string? text = configuration["KafkaStore:" + name];
            if (string.IsNullOrWhiteSpace(text))
                return null;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most)
                return value;
            problems.Add($"KafkaStore__{name} is '{text}' and must be a whole number from {least} to {most}");
            return null;
        }

        public TimeSpan Seconds(string name, TimeSpan fallback) =>
            Number(name, 1, int.MaxValue) is { } seconds ? TimeSpan.FromSeconds(seconds) : fallback;

        public bool Flag(string name)
        {
            string? text = configuration["KafkaStore:" + name];
            if (string.IsNullOrWhiteSpace(text) || bool.TryParse(text, out _))
                return bool.TryParse(text, out bool value) && value;
            problems.Add($"KafkaStore__{name} is '{text}' and must be true or false");
            return false;
        }

        public ContainerCodec Codec()
        {
            string name = configuration["KafkaStore:Codec"] is { Length: > 0 } given ? given : ContainerCodec.Names[0];
            if (!ContainerCodec.Names.Contains(name))
            {
                problems.Add($"KafkaStore__Codec is '{name}' and must be deflate, zstandard or null");
                return default;
            }

            var codec = ContainerCodec.Named(name);
            if (codec == ContainerCodec.Null)
                return codec; // a level that is left over from another one changes nothing
            return Number("CodecLevel", codec.LeastLevel, codec.MostLevel) is { } level ? codec.AtLevel((int)level) : codec;
        }

        public OffsetReset OffsetReset()
        {
            string? text = configuration["KafkaStore:OffsetReset"];
            if (string.IsNullOrWhiteSpace(text))
                return Broker.OffsetReset.Earliest;
            if (Enum.TryParse(text, ignoreCase: true, out OffsetReset reset) && Enum.IsDefined(reset) && !char.IsAsciiDigit(text[0]))
                return reset;
            problems.Add($"KafkaStore__OffsetReset is '{text}' and must be earliest, latest or error");
            return default;
        }

        public OnRecreated OnRecreated()
        {
            switch (configuration["KafkaStore:OnRecreated"])
            {
                case null or "" or "new-generation":
                    return Archiving.OnRecreated.NewGeneration;
                case "fault":
                    return Archiving.OnRecreated.Fault;
                case var other:
                    problems.Add($"KafkaStore__OnRecreated is '{other}' and must be new-generation or fault");
                    return default;
            }
        }

        public IReadOnlyList<PatternPolicy> TopicPolicies(ArchiverOptions archiver) =>
            TopicPoliciesText.Read(Optional("TopicPolicies") ?? "", archiver.Topics, archiver.Defaults, problems.Add);

        public StagingKeys StagingKeys()
        {
            string text = Optional("StagingKeys") ?? "";
            try
            {
                // What the platform leaves in place of a secret that is not there.
                if (!text.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal))
                    return Staging.Trust.StagingKeys.Parse(text.Split(Staging.Trust.StagingKeys.Separator));
                problems.Add("KafkaStore__StagingKeys refers to a secret of the Key Vault that can't be read");
            }
            catch (StagingKeyException e)
            {
                problems.Add($"KafkaStore__StagingKeys: {e.Message}");
            }

            return Staging.Trust.StagingKeys.None;
        }

        public KafkaSettings Kafka() => KafkaSettings.Read(configuration, problems);

        public void CheckBatch(string hostFile)
        {
            long largest = Number("LargestRecordBytes", 1, BatchLimit.MaximumBytes) ?? BatchLimit.DefaultLargestRecordBytes;
            if (BatchLimit.Problem(configuration, hostFile, largest) is { } problem)
                problems.Add(problem);
        }

        public HttpReadingOptions Reading()
        {
            var reading = new HttpReadingOptions();
            return reading with
            {
                Streams = (int)(Number("HttpStreams", 1, HttpReadingOptions.MostStreams) ?? reading.Streams),
                Waiters = (int)(Number("HttpWaiters", 0, HttpReadingOptions.MostWaiters) ?? reading.Waiters),
                PageBytes = Number("HttpPageBytes", 1, long.MaxValue) ?? reading.PageBytes,
            };
        }

        public HistoryOptions History() =>
            Number("HistoryDays", 0, MaximumHistoryDays) switch
            {
                null => new HistoryOptions(),
                0 => new HistoryOptions { Kept = null },
                { } days => new HistoryOptions { Kept = TimeSpan.FromDays(days) },
            };

        public void ThrowIfWrong()
        {
            if (problems.Count > 0)
            {
                throw new AppSettingsException(
                    $"The app's settings can't be used: {string.Join("; ", problems)}. See local.settings.sample.json and docs/settings.md."
                );
            }
        }

        private static string Shown(string name) => name.Replace(":", "__", StringComparison.Ordinal);
    }
}

/// <summary>Settings are missing or can't be used; the message names all of them.</summary>
public sealed class AppSettingsException(string message) : Exception(message);
