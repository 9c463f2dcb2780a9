namespace KafkaStore.Tests.Infra;

/// <summary>The alerts ask what the app really sends.</summary>
public sealed partial class AlertQueryTests
{
    [Fact]
    public void TheQueriesAskForAllTheMetricsThatTheAppSendsAzureMonitorAndForNoOthers()
    {
        string sender = SourceTree.Files("KafkaStore.FunctionApp").Single(file => file.Path.EndsWith("AzureMonitorMetrics.cs")).Text;
        string[] sent = [.. Instrument().Matches(sender).Select(match => match.Value).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(sent);
        Assert.Empty(sent.Except(MetricsTable.Read().Select(row => row.Name)));

        string[] asked =
        [
            .. Directory
                .EnumerateFiles(InfraFolder.Alerts, "*.kql")
                .SelectMany(path => Instrument().Matches(File.ReadAllText(path)).Select(match => match.Value))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(sent.Except(["kafka_store.faults"]), asked); // which says which partition, to whoever looks
    }

    // The host calls a run failed when its reader went away, whatever the function returned:
    // https://github.com/Azure/azure-functions-host/blob/dev/src/WebJobs.Script.Grpc/Server/DefaultHttpProxyService.cs
    [Theory]
    [InlineData("RequestCanceled", true)]
    [InlineData("ResponseBodyCanceled", true)]
    [InlineData("ResponseBodyClient", true)]
    [InlineData("Request", false)]
    [InlineData("RequestTimedOut", false)]
    [InlineData("ResponseBodyDestination", false)]
    [InlineData("NoAvailableDestinations", false)]
    public void AReaderThatGoesAwayIsNoFailedRun(string error, bool isLeaving)
    {
        string query = File.ReadAllText(Path.Combine(InfraFolder.Alerts, "function-failures.kql"));
        string pattern = Leaving().Match(query).Groups[1].Value;
        Assert.NotEqual("", pattern);
        Assert.Equal(
            isLeaving,
            Regex.IsMatch($"System.InvalidOperationException: Failed to proxy request with ForwarderError: {error}\n", pattern + @"\b")
        );
        Assert.Contains("| where OperationId !in (LeftByTheReader)", query);
    }

    [Fact]
    public async Task TheMinutesLineTellsTheLagAndTheAgeOfStagedData()
    {
        using TestApp app = WithRecords(12);
        await app.DeliverAsync(Orders0, Offsets(0, 5));
        await app.TickMinutesAsync(1);
        await app.TickMinutesAsync(3);
        string line = app
            .Loggers.Lines.Last(logged => logged.Level == LogLevel.Information && logged.Line.Contains("offsets not archived"))
            .Line;
        Match parsed = MinutesLine().Match(line);
        Assert.True(parsed.Success, line);
        Assert.Equal("12", parsed.Groups["ArchiveLag"].Value);
        Assert.Equal("240", parsed.Groups["StagedAgeSeconds"].Value);
    }

    [Fact]
    public async Task StagedDataThatWasArchivedIsNoLongerOld()
    {
        using TestApp app = await WithDeliveredAsync(10);
        await app.TickMinutesAsync(5);
        Assert.Contains(
            "1 partitions: 0 offsets not archived, most in none, 0 not accepted; oldest staged data 0 s in none",
            app.Loggers.Lines.Last(logged => logged.Level == LogLevel.Information).Line
        );
    }

    [Fact]
    public async Task ABrokerThatDoesNotAnswerKeepsTheMinutesLineFromBeingWritten()
    {
        using TestApp app = WithRecords(1);
        app.Log.OutageInBounds = "No broker answers.";
        await app.TickAsync();
        Assert.Equal(0, app.Loggers.Count("offsets not archived", LogLevel.Information));
    }

    [GeneratedRegex(
        @"^(?<Partitions>\d+) partitions: (?<ArchiveLag>\d+) offsets not archived.*oldest staged data (?<StagedAgeSeconds>\d+) s"
    )]
    private static partial Regex MinutesLine();

    [GeneratedRegex(@"matches regex ""([^""]+)""")]
    private static partial Regex Leaving();

    [GeneratedRegex(@"kafka_store(\.[a-z_]+)+(?="")")]
    private static partial Regex Instrument();
}
