namespace KafkaStore.Tests.Settings;

/// <summary><c>docs/settings.md</c>, the code and <c>local.settings.sample.json</c> say the same.</summary>
public sealed partial class SettingsTableTests
{
    // Not the app's own: the platform reads them.
    private static readonly string[] Platforms = ["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"];

    // Read with the catalog's and the registry's URLs, outside the settings.
    private static readonly IReadOnlySet<string> Elsewhere = SettingsOfTheCode.Variables();

    private static readonly Dictionary<string, string[]> Table = ReadTable();

    [Fact]
    public void TheTableHasEverySettingOfTheCodeAndNoOther() =>
        Assert.Equal(
            SettingsOfTheCode.Find().Union(Elsewhere).Order(StringComparer.Ordinal),
            Table.Keys.Except(Platforms).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void TheTableHasEverySettingOfTheSampleAndTheOtherWayRound() =>
        Assert.Equal(Sample().Keys.Order(StringComparer.Ordinal), Table.Keys.Except(Elsewhere).Order(StringComparer.Ordinal));

    [Fact]
    public void EverySettingHasADefaultAUnitAndAMeaning() =>
        Assert.All(
            Table,
            row =>
            {
                Assert.Equal(3, row.Value.Length);
                Assert.All(row.Value, cell => Assert.NotEqual("", cell));
            }
        );

    [Fact]
    public void TheSampleHasTheDefaults() =>
        Assert.All(
            Table.Where(row => row.Key.StartsWith("KafkaStore__") && row.Value[0] is not ("required" or "none")),
            row => Assert.Equal(row.Value[0].Trim('`'), Sample()[row.Key] ?? "")
        );

    [Fact]
    public void TheDefaultsAreTheCodes()
    {
        AppSettings app = SettingsOf.App();
        Assert.Equal(Default("MaximumAgeSeconds"), (long)app.Archiver.Policy.MaximumAge.TotalSeconds);
        Assert.Equal(Default("MaximumBytes"), app.Archiver.Policy.MaximumBytes);
        Assert.Equal(Default("SafetyWindowSeconds"), (long)app.Archiver.SafetyWindow.TotalSeconds);
        Assert.Equal(Functions.Settings.BatchLimit.DefaultLargestRecordBytes, Default("LargestRecordBytes"));
        Assert.Equal(Default("HttpStreams"), app.Reading.Streams);
        Assert.Equal(Default("HttpWaiters"), app.Reading.Waiters);
        Assert.Equal(Default("HttpPageBytes"), app.Reading.PageBytes);
        Assert.Equal(Default("HistoryDays"), app.History.Kept!.Value.TotalDays);
    }

    private static long Default(string name) =>
        long.Parse(Table["KafkaStore__" + name][0].Trim('`'), System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Sample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        return sample
            .RootElement.GetProperty("Values")
            .EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetString());
    }

    private static Dictionary<string, string[]> ReadTable() =>
        Row()
            .Matches(File.ReadAllText(Repository.PathOf("docs/settings.md")))
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value.Split('|').Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex(@"^\| `(\w+)` \|(.*)\|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
