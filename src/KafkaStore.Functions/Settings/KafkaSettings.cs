using Microsoft.Extensions.Configuration;
using static KafkaStore.Functions.Settings.KafkaSetting;

namespace KafkaStore.Functions.Settings;

/// <summary>What the app's settings say about the brokers: the same for the trigger and for the app's own clients.</summary>
/// <param name="Topics"><c>KafkaTopic</c>: one topic, or several with commas between; one trigger each.</param>
/// <param name="Set">Those of <see cref="KafkaSetting.All"/> that are set, spelled as the trigger does; secrets among them.</param>
public sealed record KafkaSettings(IReadOnlyList<string> Topics, IReadOnlyDictionary<KafkaSetting, string> Set)
{
    /// <summary>Its value, null where it is not set.</summary>
    public string? this[KafkaSetting setting] => Set.GetValueOrDefault(setting);

    /// <summary>Whether clients log in with SASL.</summary>
    public bool Sasl => this[Protocol]?.StartsWith("Sasl", StringComparison.Ordinal) == true;

    /// <summary>Reads them all and adds a clause to <paramref name="problems"/> for each that can't be used; no clause holds a value that may be secret.</summary>
    public static KafkaSettings Read(IConfiguration configuration, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(problems);
        var set = new Dictionary<KafkaSetting, string>();
        foreach (KafkaSetting setting in All)
        {
            string? value = configuration[setting.Name]?.Trim();
            bool isNone = setting == Mechanism && "NotSet".Equals(value, StringComparison.OrdinalIgnoreCase);
            if (!string.IsNullOrEmpty(value) && !isNone)
                set[setting] = Checked(setting, value, problems);
        }

        var settings = new KafkaSettings(ReadTopics(configuration["KafkaTopic"], problems), set);
        settings.Check(problems);
        return settings;
    }

    /// <summary>librdkafka's properties, for the app's own clients to speak to the brokers as the trigger does; secrets among them.</summary>
    public IReadOnlyDictionary<string, Secret> ClientProperties()
    {
        var properties = All.Where(setting => this[setting] is not null && IsUsed(setting))
            .ToDictionary(setting => setting.Client, setting => new Secret(ForClient(setting, Set[setting])), StringComparer.Ordinal);
        if (properties.GetValueOrDefault(Mechanism.Client)?.Text == "OAUTHBEARER")
            properties["sasl.oauthbearer.method"] = new Secret("oidc");
        return properties;
    }

    private static string[] ReadTopics(string? text, ICollection<string> problems)
    {
        string[] topics = (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (topics.Length == 0)
            problems.Add("KafkaTopic is not set");
        if (topics.Distinct(StringComparer.Ordinal).Count() < topics.Length)
            problems.Add($"KafkaTopic is '{text}' and names a topic twice");
        foreach (string topic in topics.Where(topic => !TopicName.IsValid(topic)))
            problems.Add($"KafkaTopic has '{topic}', which can't be a topic's name: letters, digits, '.', '_' and '-' can");
        return topics;
    }

    // A value of a few is spelled from here on as the trigger's enums are.
    private static string Checked(KafkaSetting setting, string value, ICollection<string> problems)
    {
        if (value.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(
                $"{setting.Name} is a Key Vault reference that the platform could not resolve: see the app's configuration in the portal for the reason"
            );
        }

        if (setting.Spellings is { } spellings)
        {
            string? spelled = spellings
                .Select(known => known.Trigger)
                .FirstOrDefault(known => known.Equals(value, StringComparison.OrdinalIgnoreCase));
            if (spelled is not null)
                return spelled;
            problems.Add($"{setting.Name} is '{value}' and must be {Either(setting)}");
        }

        if (
            setting.Part == KafkaSettingPart.Scaling
            && !(long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number > 0)
        )
        {
            problems.Add($"{setting.Name} is '{value}' and must be a whole number from 1");
        }

        if (setting.PemSection is { } section && !(HasLine("BEGIN") && HasLine("END")))
            problems.Add($"{setting.Name} holds no PEM section {section}");
        return value;

        bool HasLine(string edge) => value.Contains($"-----{edge} {setting.PemSection}-----", StringComparison.Ordinal);
    }

    private static string Either(KafkaSetting setting)
    {
        string[] values = [.. setting.Spellings!.Select(known => known.Trigger)];
        return $"{string.Join(", ", values[..^1])} or {values[^1]}";
    }

    private void Check(ICollection<string> problems)
    {
        if (
            this[Protocol] is null
            && All.FirstOrDefault(setting => setting.Part != KafkaSettingPart.Scaling && this[setting] is not null) is { } idle
        )
        {
            problems.Add($"{idle.Name} is set and {Protocol.Name} is not: say {Either(Protocol)}");
        }

        if (Sasl && this[Mechanism] is null)
            problems.Add($"{Protocol.Name} is {this[Protocol]} and {Mechanism.Name} is not set");
        if (Sasl && this[Mechanism] is "Plain" or "ScramSha256" or "ScramSha512")
            Needs(Mechanism, [Username, Password], problems);
        if (Sasl && this[Mechanism] is "OAuthBearer")
            Needs(Mechanism, [ClientId, ClientSecret, TokenEndpoint], problems);
        if (this[TokenEndpoint] is { } endpoint && ShownUrl.HasUser(endpoint))
        {
            problems.Add(
                $"{TokenEndpoint.Name} has a name or password before the host, where logs would show it: give them as {ClientId.Name} and {ClientSecret.Name}"
            );
        }

        if (this[Certificate] is not null)
            Needs(Certificate, [Key], problems);
        if (this[Key] is not null)
            Needs(Key, [Certificate], problems);
    }

    private void Needs(KafkaSetting what, KafkaSetting[] needed, ICollection<string> problems)
    {
        foreach (KafkaSetting setting in needed.Where(setting => this[setting] is null))
            problems.Add($"{what.Name} needs {setting.Name}, which is not set");
    }

    private bool IsUsed(KafkaSetting setting) =>
        setting.Part switch
        {
            KafkaSettingPart.Protocol => true,
            KafkaSettingPart.Mechanism => Sasl,
            KafkaSettingPart.Password => Sasl && this[Mechanism] is not (null or "OAuthBearer"),
            KafkaSettingPart.OAuth => Sasl && this[Mechanism] is "OAuthBearer",
            KafkaSettingPart.Tls => this[Protocol]?.EndsWith("Ssl", StringComparison.Ordinal) == true,
            _ => false,
        };

    // A setting has one line; the trigger's extension takes \n for a line's end, too.
    private static string ForClient(KafkaSetting setting, string value) =>
        setting.PemSection is not null ? value.Replace("\\n", "\n", StringComparison.Ordinal)
        : setting.Spellings is { } spellings ? spellings.First(known => known.Trigger == value).Client
        : value;
}
