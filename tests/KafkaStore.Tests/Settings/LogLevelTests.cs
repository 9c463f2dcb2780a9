namespace KafkaStore.Tests.Settings;

/// <summary>A quiet day is quiet: what the host and ASP.NET Core say of every call is left out, and what fails is not.</summary>
public sealed class LogLevelTests
{
    [Theory]
    [InlineData("Function.AppendBatch")] // "Executing 'Functions.AppendBatch' …" and "Executed …", with every call
    [InlineData("Function.PartitionSegment")]
    [InlineData("Function.SealSegments")]
    [InlineData("Host.Triggers.Kafka")]
    [InlineData("Host.Triggers.DurableTask")]
    [InlineData("DurableTask.AzureStorage")]
    [InlineData("Azure.Core")]
    public void TheHostKeepsWhatFailsAndNotEveryCall(string category)
    {
        using ILoggerFactory host = Host();
        ILogger logger = host.CreateLogger(category);
        Assert.False(logger.IsEnabled(LogLevel.Information));
        Assert.True(logger.IsEnabled(LogLevel.Warning));
    }

    // What the app itself logs has the category Function.NAME.User there, whatever its class.
    [Theory]
    [InlineData("Function.WatchPartitions.User")]
    [InlineData("Function.WriteArchiveObjects.User")]
    [InlineData("Function.AppendBatch2.User")]
    [InlineData("KafkaStore.Functions.LoggedReport")] // outside of a call
    [InlineData("Host.Results")] // the requests that the alert on failures reads
    [InlineData("Host.Aggregator")]
    [InlineData("Host.Startup")]
    public void TheHostKeepsWhatTheAppSays(string category)
    {
        using ILoggerFactory host = Host();
        Assert.True(host.CreateLogger(category).IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void EveryLineThatAnAlertReadsIsOfALevelThatIsKept()
    {
        using ILoggerFactory host = Host();
        Assert.True(host.CreateLogger("Function.WatchPartitions.User").IsEnabled(LogLevel.Information));
        Assert.Matches(@"LogLevel\.Information,\s+""\{Partitions\} partitions: ", LogOfTheFunctions());
        Assert.Matches(@"LogLevel\.Error,\s+""\{Topic\}-\{Partition\} seals nothing \(", LogOfTheFunctions());
        Assert.Matches(@"LogLevel\.Error,\s+""[^""]*they are lost, and noted in the archive", LogOfTheFunctions());
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", false)]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", false)]
    [InlineData("KafkaStore.Functions.WatchPartitions", true)]
    public void TheWorkerPassesOnNothingOfEveryRequest(string category, bool isKept)
    {
        using ILoggerFactory worker = LoggerFactory.Create(logging => logging.AddProvider(new RecordingLoggers()).AddQuietServer());
        ILogger logger = worker.CreateLogger(category);
        Assert.Equal(isKept, logger.IsEnabled(LogLevel.Information));
        Assert.True(logger.IsEnabled(LogLevel.Warning));
    }

    [Fact]
    public void TheFunctionAppUsesThatFilter() =>
        Assert.Contains("builder.Logging.AddQuietServer()", File.ReadAllText(Repository.PathOf("src/KafkaStore.FunctionApp/Program.cs")));

    // As the host reads the file.
    private static ILoggerFactory Host()
    {
        IConfiguration file = new ConfigurationBuilder().AddJsonFile(Repository.PathOf("host.json")).Build();
        return LoggerFactory.Create(logging => logging.AddConfiguration(file.GetSection("logging")).AddProvider(new RecordingLoggers()));
    }

    private static string LogOfTheFunctions() => File.ReadAllText(Repository.PathOf("src/KafkaStore.Functions/Log.cs"));
}
