using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Protocol;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Several processes share a group; what each consumes is said as it is given, and one that dies holds up nobody for long.</summary>
public sealed class SharedRunTests : IAsyncLifetime
{
    private const string Consuming = "Consuming from ";

    private static readonly TimeSpan Session = TimeSpan.FromSeconds(6);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-shared-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    public Task InitializeAsync()
    {
        broker.CreateTopic("orders", partitions: 2)[0].Append(LogRecord.Numbered(3));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        Assert.Empty(broker.Problems);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task TheLineSaysWhatTheGroupHasGivenNewPartitionsToo()
    {
        await using KafkaStoreProcess first = Start("1");
        await first.UntilAsync(run => Last(run) == "partitions: orders-0, orders-1");
        Assert.Equal("no partition: the group has given this process none.", Lines(first)[0]);
        await using KafkaStoreProcess second = Start("2");
        await second.UntilAsync(run => Last(run) is "partitions: orders-0" or "partitions: orders-1");
        await first.UntilAsync(run => Last(run) is "partitions: orders-0" or "partitions: orders-1");
        Assert.NotEqual(Last(first), Last(second));

        await second.SignalAsync("TERM");
        Assert.Equal(0, (await second.WaitAsync(TimeSpan.FromSeconds(30))).ExitCode);
        await first.UntilAsync(run => Last(run) == "partitions: orders-0, orders-1");
        broker.Find("orders")!.Grow(3);
        await first.UntilAsync(run => Last(run) == "partitions: orders-0, orders-1, orders-2");
    }

    [Fact]
    public async Task AMemberThatDiesWhileOthersJoinHoldsThemUpForItsSession()
    {
        await using KafkaStoreProcess first = Start("1");
        await using KafkaStoreProcess second = Start("2");
        await first.UntilAsync(run => Last(run) is "partitions: orders-0" or "partitions: orders-1");
        await second.UntilAsync(run => Last(run) is "partitions: orders-0" or "partitions: orders-1");

        // The third has asked to join, and both others are asked to join again, when it and one of them die.
        var asked = new TaskCompletionSource();
        int before = broker.Requests.Count(request => request.Api == Api.JoinGroup);
        broker.Before = request =>
        {
            if (request.Api == Api.JoinGroup)
                asked.TrySetResult();
            return Task.CompletedTask;
        };
        await using KafkaStoreProcess third = Start("3");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await third.KillAsync();
        await second.KillAsync();
        long start = Stopwatch.GetTimestamp();
        await first.UntilAsync(run => Last(run) == "partitions: orders-0, orders-1");
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, (2 * Session) + TimeSpan.FromSeconds(6));
        Assert.True(broker.Requests.Count(request => request.Api == Api.JoinGroup) > before);
        broker.ForgetProblems(); // of connections that were killed
    }

    [Fact]
    public async Task WithoutAGroupTheLineIsSaidOnce()
    {
        await using var run = KafkaStoreProcess.Start(Arguments("1"));
        await run.UntilAsync(said => Last(said) == "partitions: orders-0, orders-1");
        Assert.Single(Lines(run));
    }

    private static string[] Lines(KafkaStoreProcess run) =>
        [
            .. run
                .Errors.Split('\n')
                .Where(line => line.StartsWith(Consuming, StringComparison.Ordinal))
                .Select(line => line[Consuming.Length..].TrimEnd()),
        ];

    private static string? Last(KafkaStoreProcess run) => Lines(run).LastOrDefault();

    private KafkaStoreProcess Start(string name) =>
        KafkaStoreProcess.Start([
            .. Arguments(name),
            "--share",
            "--kafka-property",
            $"session.timeout.ms={Session.TotalMilliseconds}",
            "--kafka-property",
            "heartbeat.interval.ms=500",
            "--kafka-property",
            "topic.metadata.refresh.interval.ms=1000",
        ]);

    private string[] Arguments(string name) =>
        [
            "--broker-list",
            broker.Bootstrap,
            "--topic",
            "orders",
            "--group",
            "g",
            "--local-store",
            Path.Combine(folder.FullName, "a"),
            "--staging-url",
            Path.Combine(folder.FullName, "staging"),
            "--state-dir",
            Path.Combine(folder.FullName, "state" + name),
            "--offset-reset",
            "earliest",
        ];
}
