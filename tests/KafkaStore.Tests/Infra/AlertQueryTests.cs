namespace KafkaStore.Tests.Infra;

/// <summary>The alerts look for what the app really logs.</summary>
public sealed partial class AlertQueryTests
{
    public static TheoryData<string> Queries =>
        [.. Directory.EnumerateFiles(InfraFolder.Alerts, "*.kql").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void AQueryLooksForTextThatIsLoggedWhereItIsKept(string file)
    {
        string query = File.ReadAllText(Path.Combine(InfraFolder.Alerts, file));
        string[] templates =
        [
            .. SourceTree
                .Files("KafkaStore.Functions")
                .SelectMany(source => Template().Matches(source.Text))
                .Select(match => match.Groups[1].Value),
        ];
        string[] texts = [.. Quoted().Matches(query).Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(texts);
        if (query.Contains("AppRequests"))
            return; // what the host writes
        Assert.All(texts, text => Assert.Contains(templates, template => template.Contains(text)));
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
    public async Task TheMinutesLineTellsTheLagAndTheAgeOfStagedDataAsTheQueriesReadThem()
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

    // As in the queries: parse Message with Partitions:long " partitions: " ArchiveLag:long " offsets not archived" *
    [GeneratedRegex(
        @"^(?<Partitions>\d+) partitions: (?<ArchiveLag>\d+) offsets not archived.*oldest staged data (?<StagedAgeSeconds>\d+) s"
    )]
    private static partial Regex MinutesLine();

    [GeneratedRegex(@"matches regex ""([^""]+)""")]
    private static partial Regex Leaving();

    [GeneratedRegex(@"LoggerMessage\([^""]*""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Template();

    [GeneratedRegex(@"""([^""]+)""")]
    private static partial Regex Quoted();
}
