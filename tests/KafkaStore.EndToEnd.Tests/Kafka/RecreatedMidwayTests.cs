using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Protocol;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>The topic is created again at one of the requests of a run: while it starts, reads, commits, seals or looks whether it is at rest.</summary>
public sealed class RecreatedMidwayTests(ITestOutputHelper output) : RecreatedOrders
{
    private const int StagedBefore = 500;
    private const int More = 300;
    private const int Afterwards = 700;

    private static readonly Api[] OfAnyRun = [Api.Metadata, Api.OffsetFetch, Api.ListOffsets, Api.Fetch, Api.OffsetCommit];

    private int seen;
    private bool met;
    private bool keepsAside;

    /// <summary>By default the first requests that matter; <c>KAFKASTORE_RECREATION_STEPS=9</c> takes the first nine of each kind.</summary>
    public static TheoryData<Api, int> Steps => Number is { } number ? Each(OfAnyRun, number) : Each([Api.Fetch, Api.OffsetCommit], 1);

    /// <inheritdoc cref="Steps"/>
    public static TheoryData<Api, int> StepsOfGroup =>
        Number is { } number ? Each([Api.JoinGroup, Api.SyncGroup, .. OfAnyRun], number) : Each([Api.SyncGroup], 1);

    private static int? Number =>
        Environment.GetEnvironmentVariable("KAFKASTORE_RECREATION_STEPS") is { Length: > 0 } number
            ? int.Parse(number, CultureInfo.InvariantCulture)
            : null;

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task OfOneProcess(Api request, int number)
    {
        await BeginAsync();
        RecreateAt(request, number);
        await ArchiveAndNoteAsync(Places("one")); // which may end before it knows what has become of the topic
        await EndAsync();
    }

    [Theory]
    [MemberData(nameof(StepsOfGroup))]
    public async Task OfTwoInAGroup(Api request, int number)
    {
        await BeginAsync();
        RecreateAt(request, number);
        await Task.WhenAll(ArchiveAndNoteAsync([.. Places("one"), "--share"]), ArchiveAndNoteAsync([.. Places("two"), "--share"]));
        await EndAsync();
    }

    private static TheoryData<Api, int> Each(Api[] kinds, int number)
    {
        var steps = new TheoryData<Api, int>();
        foreach (Api kind in kinds)
        {
            for (int i = 1; i <= number; i++)
                steps.Add(kind, i);
        }

        return steps;
    }

    private string[] Places(string process) =>
        ["--staging-url", Path.Combine(Folder.FullName, "staged"), "--state-dir", Path.Combine(Folder.FullName, process)];

    // What one run has staged, and the next is to add to.
    private async Task BeginAsync()
    {
        Fill(Broker.CreateTopic("orders"), "old", StagedBefore);
        await EndsWellAsync(Places("one"));
        Broker.Find("orders")![0].Fill(More, i => LogRecord.Of("k", $"old {StagedBefore + i}"));
    }

    private void RecreateAt(Api kind, int number) =>
        Broker.Before = request =>
        {
            if (request.Api == kind && Interlocked.Increment(ref seen) == number)
            {
                Fill(Broker.Recreate("orders"), "new", Afterwards);
                met = true;
            }

            return Task.CompletedTask;
        };

    // What was on its way may be of either topic: nobody guesses, and the run that keeps it aside says so.
    private async Task<ToolRun> ArchiveAndNoteAsync(params string[] options)
    {
        ToolRun run = await ArchiveAsync(options);
        if (run.Errors.Contains("in no archive: they are kept under ~unattributed/ in the staging location."))
            keepsAside = true;
        return run;
    }

    private async Task CloseAsync()
    {
        bool before = keepsAside;
        keepsAside = false;
        ToolRun run = await ArchiveAndNoteAsync([.. Places("one"), "--close-at-end"]);
        Assert.True(run.ExitCode == (keepsAside ? 3 : 0), $"exit code {run.ExitCode}\n{run.Errors}");
        keepsAside |= before;
    }

    // Whatever the run met, the next ones archive all that the brokers have, and of the former topic all that was staged before.
    private async Task EndAsync()
    {
        Broker.Before = null;
        if (!met)
        {
            output.WriteLine($"There were only {seen} such requests, so it is created again after the run.");
            Fill(Broker.Recreate("orders"), "new", Afterwards);
        }

        await CloseAsync();
        await CloseAsync();
        IReadOnlyList<string> former = await ArchivedAsync("orders");
        Assert.InRange(former.Count, StagedBefore, StagedBefore + More);
        Assert.Equal(Values("old", former.Count), former);
        Assert.Equal(Values("new", Afterwards), await ArchivedAsync("orders~g1"));
        Assert.Empty(await ArchivedAsync("orders~g2"));
        string aside = Path.Combine(Folder.FullName, "staged", "~unattributed", "orders", "000000");
        Assert.True(keepsAside || !Directory.Exists(aside) || Directory.GetFiles(aside).Length == 0, "Nobody said what is kept aside");
        await VerifiesAsync();
        Assert.Empty(Broker.Problems);
    }
}
