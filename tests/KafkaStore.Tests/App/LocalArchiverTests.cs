namespace KafkaStore.Tests.App;

/// <summary>The local host from start to end, with its own pump, threads and timer.</summary>
public sealed class LocalArchiverTests : IDisposable
{
    private static readonly TopicPartition Orders1 = new("orders", 1);

    // Only its log, stores and assertions; it archives nothing itself.
    private readonly TestApp app = WithRecords(25);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task ExitAtEndStopsWhenAllIsAcceptedAndCompleteSegmentsAreSealed()
    {
        await using LocalRun run = await StartAsync(options => options with { ExitAtEnd = true });
        await run.EndAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Equal(25, run.Source.Committed[Orders0]);
        Assert.Equal(24, app.Chunks.Max(chunk => chunk.Last));
    }

    [Fact]
    public async Task CloseAtEndAlsoClosesTheOpenSegments()
    {
        app.Log.AddPartition(Orders1);
        app.Append(3, Orders1);
        app.Log.AddPartition(new TopicPartition("orders", 2));
        await using LocalRun run = await StartAsync(options => options with { ExitAtEnd = true, CloseAtEnd = true });
        await run.EndAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
        await app.AssertArchivedExactlyAsync(Orders1, 0, 3);
        Assert.Empty(app.Chunks);
        Assert.Equal(RollReason.Requested, (await app.ObjectsAsync(Orders1)).Single().Facts!.Reason);
    }

    [Fact]
    public async Task CloseAtEndClosesWhatTheTimeLimitOfOneRunLeftOpen()
    {
        await using LocalRun run = await StartAsync(
            options => options with { ExitAtEnd = true, CloseAtEnd = true },
            Counting(4) with
            {
                SealTimeLimit = TimeSpan.FromTicks(-1),
            }
        );
        await run.EndAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
    }

    [Fact]
    public async Task ARestartWithNothingNewClosesWhatIsStillOpen()
    {
        await using (LocalRun first = await StartAsync(options => options with { ExitAtEnd = true }))
            await first.EndAsync();
        await using LocalRun second = await StartAsync(options => options with { ExitAtEnd = true, CloseAtEnd = true });
        await second.EndAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
    }

    [Fact]
    public async Task OffsetsAreStoredOnlyOnceTheirRecordsAreStaged()
    {
        var wrong = new List<string>();
        await using LocalRun run = await StartAsync(
            options => options with { ExitAtEnd = true, Batch = new BatchLimits(4, long.MaxValue) },
            prepare: (source, _) =>
                source.OnStore = (partition, next) =>
                {
                    long accepted = Math.Max(
                        app.Chunks.Select(chunk => chunk.Last + 1).DefaultIfEmpty().Max(),
                        app.ObjectNames.Count * 10L
                    );
                    if (next > accepted)
                        wrong.Add($"{next} was stored and {accepted} staged");
                }
        );
        await run.EndAsync();
        Assert.Empty(wrong);
        Assert.Equal(25, run.Source.Stored[Orders0]);
    }

    [Fact]
    public async Task ABatchThatCantBeStagedIsTriedEndlesslyEachTimeALittleLater()
    {
        int failures = 0;
        await using LocalRun run = await StartAsync(
            options => options with { ExitAtEnd = true },
            prepare: (source, staging) =>
                staging.Before = call =>
                {
                    if (call.Operation != StoreOperation.Create || !ChunkName.TryParse(call.Name, out _) || ++failures > 10)
                        return Task.CompletedTask;
                    throw new IOException("No space left on device.");
                }
        );
        await run.UntilAsync(() => run.Running.IsCompleted, TimeSpan.FromSeconds(5));
        await run.Running;
        string[] said =
        [
            .. run.Loggers.Lines.Select(line => line.Line).Where(line => line.Contains("No space left") && line.Contains("tried again")),
        ];
        Assert.Equal(
            [1, 2, 4, 8, 16, 32, 60, 60, 60, 60],
            said.Select(line => int.Parse(line.Split(" in ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))
        );
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task ARestartGoesOnAtTheStagedCoverageAndReadsNothingTwice()
    {
        await using (LocalRun first = await StartAsync(options => options with { ExitAtEnd = true }))
            await first.EndAsync();
        app.Append(10);
        await using LocalRun second = await StartAsync(options => options with { ExitAtEnd = true });
        await second.EndAsync();
        Assert.Equal(25, Assert.Single(second.Source.Assignments)[Orders0]);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task GapsArePassedOverByWhatThePumpReadAndTheBrokerIsNotAsked()
    {
        app.Log.Identity = TestApp.Known; // nothing is asked of records but of holes
        // Each gap lies between two batches, so that its proof is staged before what is above it; of one inside a batch a seal that runs
        // in that very moment may ask.
        foreach (long offset in (long[])[3, 4, 23, 24])
            app.Log.Compact(Orders0, offset);
        app.Log.Skip(Orders0, 5);
        app.Append(9);
        app.Log.Skip(Orders0);
        await using LocalRun run = await StartAsync(options =>
            options with
            {
                ExitAtEnd = true,
                CloseAtEnd = true,
                Batch = new BatchLimits(3, long.MaxValue),
            }
        );
        await run.EndAsync();
        Assert.Equal(0, app.Log.CursorsOpened);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
        Assert.Equal(40, run.StateOf(Orders0)!.ReadThrough);
    }

    [Fact]
    public async Task AnArchiveThatHasNoMarkerGoesOnAlsoWhenNobodySaidWhereToBegin()
    {
        await using (LocalRun first = await StartAsync(options => options with { ExitAtEnd = true, CloseAtEnd = true }))
            await first.EndAsync();
        await app.Archive.DeleteAsync(MarkerName.Start("orders"), default);
        app.Append(10);
        await using LocalRun second = await StartAsync(
            options => options with { ExitAtEnd = true },
            Counting(10) with
            {
                OffsetReset = OffsetReset.Error,
            }
        );
        await second.EndAsync();
        await app.AssertArchivedExactlyAsync(Orders0, 0, 35);
    }

    [Fact]
    public async Task NothingIsBegunWhereNobodySaidWhereToBegin()
    {
        await Assert.ThrowsAsync<StartUnknownException>(() =>
            StartAsync(options => options, Counting(10) with { OffsetReset = OffsetReset.Error })
        );
        Assert.Empty(app.Archive.Names);
    }

    private Task<LocalRun> StartAsync(
        Func<LocalHostOptions, LocalHostOptions> change,
        ArchiverOptions? archiver = null,
        Action<ScriptedSource, FaultyStore>? prepare = null
    ) => LocalRun.StartAsync(app.Log, app.Archive, app.Staging, archiver, change, prepare: prepare);
}
