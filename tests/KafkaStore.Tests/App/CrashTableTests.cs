namespace KafkaStore.Tests.App;

/// <summary>
/// The process ends before and after each durable step, each time that it takes it, and starts again; what was not
/// committed is delivered again. Afterwards archive and catalog are as if nothing had happened.
/// </summary>
public sealed class CrashTableTests
{
    private const int Records = 22;
    private const int Batch = 4;

    public static TheoryData<DurableStep, bool, bool> Rows()
    {
        var rows = new TheoryData<DurableStep, bool, bool>();
        foreach (DurableStep step in Enum.GetValues<DurableStep>())
        {
            foreach (bool after in new[] { false, true })
            {
                rows.Add(step, after, false);
                rows.Add(step, after, true);
            }
        }

        return rows;
    }

    /// <param name="step">Where the process ends.</param>
    /// <param name="after">After the step took effect, or before.</param>
    /// <param name="engineKeeps">Whether entities and work in flight survive, as on the platform, or not, as in one process.</param>
    [Theory]
    [MemberData(nameof(Rows))]
    public async Task TheArchiveIsAsIfNothingHadHappened(DurableStep step, bool after, bool engineKeeps)
    {
        using TestApp undisturbed = await RunAsync(null, engineKeeps);
        Assert.Equal(4, undisturbed.ObjectNames.Count);
        Assert.Equal(undisturbed.ObjectNames, undisturbed.Catalog!.Entries.Select(entry => entry.Name.ToString()));
        int occurrence = 0;
        while (true)
        {
            var kill = new KillPoint(step, after, ++occurrence);
            using TestApp killed = await RunAsync(kill, engineKeeps);
            if (!kill.Happened)
                break;
            AssertSameArchive(undisturbed, killed);
            await killed.AssertArchivedExactlyAsync(Orders0, 0, 20);
            Assert.All(killed.Chunks, chunk => Assert.True(chunk.Last >= 20, $"{chunk} was left behind"));
            Assert.Null(killed.StateOf(Orders0)!.Fault);
            Assert.Empty(killed.Report.Lost);
            Assert.Equal(undisturbed.Catalog!.Entries, killed.Catalog!.Entries);
            Assert.Empty(killed.Report.Differences);
        }

        Assert.True(occurrence > 1, "the step was never taken");
    }

    private static async Task<TestApp> RunAsync(KillPoint? kill, bool engineKeeps)
    {
        TestApp app = WithRecords(Records, Counting(5), catalog: new MemoryCatalog());
        kill?.Watch(app);
        long committed = 0;
        while (committed < Records)
        {
            try
            {
                Record[] batch = [.. app.Log.Read(Orders0, committed).Take(Batch)];
                await app.DeliverAsync(Orders0, batch);
                kill?.Reach(app, DurableStep.OffsetCommitted, isAfter: false);
                committed = batch[^1].Offset + 1;
                kill?.Reach(app, DurableStep.OffsetCommitted, isAfter: true);
                await app.DrainAsync();
                await app.TickMinutesAsync(2);
            }
            catch (ProcessKilledException)
            {
                // Whatever it was doing, that was the end of it.
            }

            Restart(app, kill, engineKeeps);
        }

        kill?.Disarm();
        await app.TickMinutesAsync(25);
        return app;
    }

    private static void Restart(TestApp app, KillPoint? kill, bool engineKeeps)
    {
        if (kill is not { Happened: true } || !app.Work.IsDead)
            return;
        if (engineKeeps)
            app.Revive();
        else
            app.Restart();
    }
}
