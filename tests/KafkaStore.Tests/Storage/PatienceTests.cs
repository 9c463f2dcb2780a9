namespace KafkaStore.Tests.Storage;

public sealed class PatienceTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    private int tries;

    [Fact]
    public async Task WhatPassesIsTriedAgainUntilItWorks()
    {
        var clock = new QuickClock();
        Assert.Equal(
            "done",
            await OfSix(clock).RunAsync(_ => ++tries < 4 ? throw new IOException() : Task.FromResult("done"), IsOfNetwork, default)
        );
        Assert.Equal(4, tries);
        Assert.Equal(3, clock.Waits.Count);
    }

    [Fact]
    public async Task TheLastTrysFailureIsThrownAsItIs()
    {
        IOException last = await Assert.ThrowsAsync<IOException>(() =>
            OfSix(new QuickClock()).RunAsync<int>(_ => throw new IOException($"{++tries}"), IsOfNetwork, default)
        );
        Assert.Equal("6", last.Message);
        Assert.Equal(6, tries);
    }

    [Fact]
    public async Task WaitsDoubleUpToTheirMaximumAndLackAtMostHalf()
    {
        for (int i = 0; i < 50; i++)
        {
            var clock = new QuickClock();
            await Assert.ThrowsAsync<IOException>(() => OfSix(clock).RunAsync<int>(_ => throw new IOException(), IsOfNetwork, default));
            Assert.Equal(5, clock.Waits.Count);
            Assert.All(clock.Waits.Zip([0.5, 1, 2, 3, 3]), wait => Assert.InRange(wait.First.TotalSeconds, wait.Second / 2, wait.Second));
        }
    }

    [Fact]
    public async Task ThoseWhoFailedTogetherDoNotComeBackTogether()
    {
        QuickClock[] clocks = [.. Enumerable.Range(0, 20).Select(_ => new QuickClock())];
        foreach (QuickClock clock in clocks)
            await Assert.ThrowsAsync<IOException>(() => OfSix(clock).RunAsync<int>(_ => throw new IOException(), IsOfNetwork, default));
        Assert.InRange(clocks.Select(clock => clock.Waits[0]).Distinct().Count(), 10, 20); // of 250 milliseconds, so that some meet
    }

    [Fact]
    public async Task WhatDoesNotPassIsNotTriedAgain()
    {
        var clock = new QuickClock();
        await Assert.ThrowsAsync<FormatException>(() =>
            OfSix(clock).RunAsync<int>(_ => throw new FormatException($"{++tries}"), IsOfNetwork, default)
        );
        Assert.Equal(1, tries);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task CancellingEndsAWaitAtOnce()
    {
        var clock = new QuickClock { EndsWaits = false };
        using var cancellation = new CancellationTokenSource();
        Task<int> running = OfSix(clock).RunAsync<int>(_ => throw new IOException($"{++tries}"), IsOfNetwork, cancellation.Token);
        await clock.Waiting;
        Assert.False(running.IsCompleted);
        await cancellation.CancelAsync();
        OperationCanceledException cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Equal(1, tries);
    }

    [Fact]
    public async Task WhoCancelsDuringATryGetsNoFurtherOne()
    {
        using var cancellation = new CancellationTokenSource();
        var clock = new QuickClock();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            OfSix(clock)
                .RunAsync<int>(
                    token =>
                    {
                        tries++;
                        cancellation.Cancel();
                        Assert.True(token.IsCancellationRequested);
                        throw new IOException();
                    },
                    IsOfNetwork,
                    cancellation.Token
                )
        );
        Assert.Equal(1, tries);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task RunsAtOnceHaveEachTheirOwnTriesAndJudgement()
    {
        Patience patience = OfSix(new QuickClock());
        int[] used = await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(async number =>
                {
                    int own = 0;
                    await Assert.ThrowsAsync<IOException>(() =>
                        patience.RunAsync<int>(
                            async token =>
                            {
                                await Task.Yield();
                                own++;
                                throw new IOException();
                            },
                            _ => own <= number % 5,
                            default
                        )
                    );
                    return own;
                })
        );
        Assert.Equal(Enumerable.Range(0, 30).Select(number => (number % 5) + 1), used);
    }

    [Fact]
    public void OneTryIsNoPatience() => Assert.Throws<ArgumentOutOfRangeException>(() => new Patience(1, First, First));

    private static bool IsOfNetwork(Exception exception) => exception is IOException;

    private static Patience OfSix(TimeProvider clock) => new(6, First, TimeSpan.FromSeconds(3), clock);
}
