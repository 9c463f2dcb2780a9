namespace KafkaStore.Tests.Infra;

public sealed partial class SettingsTests
{
    // A key, where the app opens Azure's stores with its identity, and a file, where an app has no place for one.
    private static readonly string[] NotInAzure = ["KafkaStore__AzureConnectionString", "KafkaStore__GoogleCloudCredentialsFile"];

    [Fact]
    public void TheSettingsOfTheCodeAreFound()
    {
        HashSet<string> some =
        [
            "KafkaBrokers",
            "KafkaTopic",
            "KafkaConsumerGroup",
            "KafkaStore__ArchiveUrl",
            "KafkaStore__MaximumBytes",
            "KafkaStore__ManagedIdentityClientId",
        ];
        Assert.Empty(some.Except(SettingsOfTheCode.Find()));
    }

    [Fact]
    public void EverySettingThatTheCodeReadsIsSetByBoth()
    {
        string[] needed = [.. SettingsOfTheCode.Find().Union(SettingsOfTheCode.Variables()).Except(NotInAzure)];
        Assert.Empty(needed.Except(new BicepTree().Settings));
        Assert.Empty(needed.Except(new TerraformTree().Settings));
    }

    [Fact]
    public void EverySettingThatTheCodeReadsIsInTheSample()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        Assert.Empty(
            SettingsOfTheCode.Find().Except(sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name))
        );
    }

    // https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    [Theory]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("WEBSITE_RUN_FROM_PACKAGE")]
    [InlineData("WEBSITE_CONTENTAZUREFILECONNECTIONSTRING")]
    [InlineData("WEBSITE_VNET_ROUTE_ALL")]
    [InlineData("ENABLE_ORYX_BUILD")]
    [InlineData("linuxFxVersion")]
    [InlineData("alwaysOn")]
    [InlineData("ftpsState")]
    public void NothingIsSetThatFlexConsumptionTakesElsewhere(string name) =>
        Assert.All(InfraFolder.Files(), file => Assert.DoesNotContain(name, file.Text));

    [Fact]
    public void TheDefaultsAreTheCodes()
    {
        IReadOnlyDictionary<string, string?> inputs = new BicepTree().Inputs;
        AppSettings app = SettingsOf.App();
        Assert.Equal(Seconds(app.Archiver.Policy.MaximumAge), inputs["maximum_age_seconds"]);
        Assert.Equal(Text(app.Archiver.Policy.MaximumBytes), inputs["maximum_bytes"]);
        Assert.Null(app.Archiver.Policy.MaximumRecords);
        Assert.Equal("0", inputs["maximum_records"]);
        Assert.Equal(Seconds(app.Archiver.SafetyWindow), inputs["safety_window_seconds"]);
        Assert.Equal(app.Archiver.Codec.Name, inputs["codec"]);
        Assert.Equal("-1", inputs["codec_level"]); // the codec's own
        Assert.Equal(app.Archiver.OffsetReset.ToString(), inputs["offset_reset"], ignoreCase: true);
        Assert.Equal(OnRecreated.NewGeneration, app.Archiver.OnRecreated);
        Assert.Equal("new-generation", inputs["on_recreated"]);
        Assert.Empty(app.Archiver.Own);
        Assert.Equal("", inputs["topic_policies"]);
        Assert.Equal(app.Archiver.AcceptStagingLoss.ToString(), inputs["accept_staging_loss"], ignoreCase: true);
        Assert.Equal(Text(BatchLimit.DefaultLargestRecordBytes), inputs["largest_record_bytes"]);
        Assert.Equal(Text(app.Reading.Streams), inputs["http_streams"]);
        Assert.Equal(Text(app.Reading.Waiters), inputs["http_waiters"]);
        Assert.Equal(Text(app.Reading.PageBytes), inputs["http_page_bytes"]);
        Assert.Equal(Text((long)app.History.Kept!.Value.TotalDays), inputs["history_days"]);
    }

    [Fact]
    public void TheGoogleCredentialsHaveTheSameFieldsInBoth()
    {
        static string[] Fields(string file) =>
            [.. Field().Matches(Section().Match(File.ReadAllText(file)).Value).Select(match => match.Groups[1].Value)];
        string[] bicep = Fields(Path.Combine(InfraFolder.Bicep, "modules", "function-app.bicep"));
        Assert.Contains("credential_source", bicep);
        Assert.Equal(bicep, Fields(Path.Combine(InfraFolder.Terraform, "modules", "function-app", "main.tf")));
    }

    [Fact]
    public void TheLargestSegmentGoesToAzureInOneRequestWhichIsAllThatTheRoleAllows()
    {
        string tuning = SourceTree.Files("KafkaStore.Storage.Azure").Single(file => file.Path.EndsWith("AzureStoreOptions.cs")).Text;
        long single = long.Parse(SinglePut().Match(tuning).Groups[1].Value, CultureInfo.InvariantCulture) * 1024 * 1024;
        string main = File.ReadAllText(Path.Combine(InfraFolder.Bicep, "main.bicep"));
        Assert.InRange(long.Parse(Largest().Match(main).Groups[1].Value, CultureInfo.InvariantCulture), 1, single);
    }

    private static string Seconds(TimeSpan time) => Text((long)time.TotalSeconds);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?s)type\s*[:=] ['""]external_account.*?generateAccessToken")]
    private static partial Regex Section();

    [GeneratedRegex(@"(\w+)\s*[:=] *['""{]")]
    private static partial Regex Field();

    [GeneratedRegex(@"SinglePutBytes .* = (\d+)L \* 1024 \* 1024;")]
    private static partial Regex SinglePut();

    [GeneratedRegex(@"@maxValue\((\d+)\)\s+param maximumBytes")]
    private static partial Regex Largest();
}
