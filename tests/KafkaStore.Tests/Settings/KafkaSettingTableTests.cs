namespace KafkaStore.Tests.Settings;

/// <summary>Whoever names settings of the brokers names those of the table, all of them and in its order.</summary>
public sealed partial class KafkaSettingTableTests
{
    // Constants of the trigger's attribute.
    private static readonly string[] OfTheAttribute = ["KafkaBrokers", "KafkaTopic", "KafkaConsumerGroup"];

    private static readonly string[] Names = [.. OfTheAttribute, .. KafkaSetting.All.Select(setting => setting.Name)];

    [Fact]
    public void TheSampleFollowsIt()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        Assert.Equal(Names, OfTheBrokers(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)));
    }

    [Fact]
    public void ThePageFollowsItAndSaysWhatIsSecret()
    {
        Match[] rows = [.. Row().Matches(File.ReadAllText(Repository.PathOf("docs/settings.md"))).Cast<Match>()];
        Assert.Equal(Names, OfTheBrokers(rows.Select(row => row.Groups[1].Value)));
        foreach (KafkaSetting setting in KafkaSetting.All)
        {
            string unit = rows.Single(row => row.Groups[1].Value == setting.Name).Groups[2].Value;
            Assert.Equal(setting.IsSecret, unit.Contains("secret"));
            Assert.Equal(setting.PemSection is not null, unit.Contains("PEM"));
        }
    }

    [Fact]
    public void BothTreesFollowIt()
    {
        Assert.Equal(Names.Order(StringComparer.Ordinal), OfTheBrokers(new BicepTree().Settings).Order(StringComparer.Ordinal));
        Assert.Equal(Names.Order(StringComparer.Ordinal), OfTheBrokers(new TerraformTree().Settings).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EachOfItsColumnsNamesASettingOnce()
    {
        AssertOnce(KafkaSetting.All.Select(setting => setting.Name));
        AssertOnce(KafkaSetting.All.Select(setting => setting.Trigger));
        AssertOnce(KafkaSetting.All.Select(setting => setting.Client).Where(name => name.Length > 0));
    }

    private static void AssertOnce(IEnumerable<string> names) => Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);

    private static IEnumerable<string> OfTheBrokers(IEnumerable<string> names) => names.Where(name => OfTheBrokers().IsMatch(name));

    [GeneratedRegex("^Kafka(?!Store)")]
    private static partial Regex OfTheBrokers();

    [GeneratedRegex(@"^\| `(\w+)` \| [^|]* \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
