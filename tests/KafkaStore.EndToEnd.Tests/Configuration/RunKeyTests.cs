using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Protocol;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>What the keys of <c>run</c>, <c>staging</c> and <c>stores</c> do.</summary>
public sealed class RunKeyTests : ConfiguredRun
{
    private const string First = "orders/000000/00000000000000000000";

    public override Task InitializeAsync()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Numbered(30));
        return Task.CompletedTask;
    }

    [Fact]
    [Observes("stores", "run.exit-at-end", "run.close-at-end", "run.batch-records")]
    public async Task TheFirstStoreIsTheArchiveAndARunEndsWithOrWithoutItsLastFile()
    {
        Configure("exit-at-end: true, settling: 1s, batch-records: 10", "stores: [archive, copy]");
        await Folder.SucceedAsync();
        Assert.Empty(Folder.Objects());
        Assert.Equal([10, 10, 10], new ArchiveFolder(Folder.Below("archive")).Chunks().Select(chunk => chunk.Count));

        Configure("exit-at-end: true, close-at-end: true, settling: 1s", "stores: [archive, copy]");
        await Folder.SucceedAsync();
        Assert.Equal([First], Folder.Objects());
        Assert.Equal([First], Folder.Objects("copy"));
        Assert.False(Directory.Exists(Folder.Below("copy/~kafka-store/state")));
    }

    [Fact]
    [Observes("staging.state-dir", "staging.url", "staging.key-file")]
    public async Task WhatIsAcceptedIsStagedSignedInThePlaceThatIsNamed()
    {
        Folder.Write("keys", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        Folder.Write("others", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n");
        const string Place = "staging: {state-dir: state, url: staged, key-file: keys}";
        Configure("exit-at-end: true, settling: 1s", $"stores: [archive]\n{Place}");
        await Folder.SucceedAsync();
        Assert.NotEmpty(new ArchiveFolder(Folder.Below("archive"), Folder.Below("staged")).Chunks());
        Assert.NotEmpty(Directory.GetFiles(Folder.Below("state")));
        Assert.False(Directory.Exists(Folder.Below("archive/~kafka-store/state")));

        // Whoever has another key takes nothing of it for accepted.
        Configure(
            "exit-at-end: true, close-at-end: true, settling: 1s",
            $"stores: [archive]\n{Place.Replace("keys", "others", StringComparison.Ordinal)}"
        );
        (_, _, string errors) = await Folder.RunAsync();
        Assert.Contains("nothing that this archiver staged; it was set aside", errors);
    }

    [Fact]
    [Observes("run.settling")]
    public async Task AFileIsMadeAsLongAfterItsRecordsAsTheBrokersMayTakeToAgree()
    {
        var took = new TimeSpan[2];
        for (int i = 0; i < took.Length; i++)
        {
            Configure($"exit-at-end: true, close-at-end: true, settling: {(i == 0 ? "1s" : "9s")}", "stores: [archive]");
            var since = Stopwatch.StartNew();
            await Folder.SucceedAsync();
            took[i] = since.Elapsed;
            Broker.Find("orders")![0].Append(LogRecord.Numbered(1, first: 30));
        }

        Assert.True(took[1] > TimeSpan.FromSeconds(9), $"{took[1]}");
        Assert.True(took[1] > took[0] + TimeSpan.FromSeconds(3), $"{took[0]} and {took[1]}");
    }

    [Fact]
    [Observes("run.share", "run.verbose")]
    public async Task ASharedRunJoinsTheGroupAndAVerboseOneSaysMore()
    {
        const string Places = "stores: [archive]\nstaging: {url: staged, state-dir: state}";
        Configure("exit-at-end: true, settling: 1s", Places);
        string brief = (await Folder.SucceedAsync()).Errors;
        Assert.DoesNotContain(Broker.Requests, request => request.Api == Api.JoinGroup);

        Configure("exit-at-end: true, settling: 1s, share: true, verbose: true", Places);
        string verbose = (await Folder.SucceedAsync()).Errors;
        Assert.Contains(Broker.Requests, request => request.Api == Api.JoinGroup);
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d\.\d{3} ", verbose);
        Assert.DoesNotMatch(@"(?m)^\d\d:\d\d:\d\d\.\d{3} ", brief);
    }

    [Fact]
    [Observes("run.log-format")]
    public async Task WhatIsLoggedIsJson()
    {
        Configure("exit-at-end: true, close-at-end: true, settling: 1s, log-format: json", "stores: [archive]");
        string[] lines = (await Folder.SucceedAsync()).Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(
            lines,
            line => JsonDocument.Parse(line).RootElement.GetProperty("Message").GetString()!.StartsWith($"Archived {First}:")
        );
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    [Observes("run.no-live")]
    public async Task AtATerminalThePartitionsAreShownUnlessItIsSaid(string noLive, bool isShown)
    {
        Configure($"exit-at-end: true, close-at-end: true, settling: 1s, no-live: {noLive}", "stores: [archive]");
        await using var terminal = Terminal.Start(100, 24, ["--config", Folder.Below("kafka-store.yaml")]);
        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Contains($"Archived {First}", terminal.Shown);
        Assert.Equal(isShown, terminal.Shown.Contains("up to date"));
    }

    [Fact]
    [Observes("run.accept-staging-loss")]
    public async Task ALostStateFolderStopsTheRunUntilItIsAccepted()
    {
        const string Places = "stores: [archive]\nstaging: {state-dir: state}";
        Configure("exit-at-end: true, settling: 1s", Places);
        await Folder.SucceedAsync();
        Directory.Delete(Folder.Below("state"), recursive: true);
        Broker.Find("orders")![0].Append(LogRecord.Numbered(5, first: 30));
        Broker.Find("orders")![0].DeleteRecordsBefore(30);
        (int exitCode, _, string errors) = await Folder.RunAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("StagingLost", errors);
        Assert.Empty(Folder.Objects());

        Configure("exit-at-end: true, close-at-end: true, settling: 1s, accept-staging-loss: true", Places);
        (exitCode, _, errors) = await Folder.RunAsync();
        Assert.Equal(3, exitCode); // which says that something is lost
        Assert.Equal([First], Folder.Objects());
    }

    private void Configure(string run, string places) =>
        Folder.Configure(
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}, group: archive}
            topics: [orders]
            defaults: {offset-reset: earliest}
            run: {{{run}}}
            {{places}}
            """
        );
}
