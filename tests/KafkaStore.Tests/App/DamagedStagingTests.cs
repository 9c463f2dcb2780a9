namespace KafkaStore.Tests.App;

/// <summary>Staged chunks that were damaged or vanished: set aside, healed from the broker, or noted as lost.</summary>
public sealed class DamagedStagingTests
{
    public static TheoryData<string> Damages() =>
        ["truncated", "empty", "flipped body", "flipped header", "garbage", "another chunk's bytes"];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ADamagedChunkIsSetAsideAndHealedFromTheBroker(string damage)
    {
        using TestApp app = await WithDamagedChunkAsync(damage);
        await app.DeliverAsync(Orders0, Offsets(12, 25));
        await app.TickAfterGraceAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
        Assert.Equal(4, Assert.Single(app.Report.Damaged).First);
        Assert.Contains(app.Staging.Names, name => name.StartsWith("~damaged/orders/000000/"));
        Assert.Empty(app.Report.Lost);
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task WhatTheBrokerNoLongerHasOfADamagedChunkIsNotedAsLostAndTheBytesAreKept(string damage)
    {
        using TestApp app = await WithDamagedChunkAsync(damage);
        app.Log.MoveStart(Orders0, 12);
        await app.DeliverAsync(Orders0, Offsets(12, 25));
        await app.TickAfterGraceAsync(2);
        Assert.Equal([(Orders0, new OffsetRange(4, 8))], app.Report.Lost);
        Assert.Contains(app.Staging.Names, name => name.StartsWith("~damaged/orders/000000/"));
        Assert.Equal(10, (await app.ObjectsAsync(Orders0))[0].Facts!.Container.Records);
        Assert.DoesNotContain(await app.ArchivedAsync(Orders0), record => record.Offset is >= 4 and < 8);
    }

    [Fact]
    public async Task AChunkThatCantBeReadNowIsNotCalledDamaged()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAllAsync(Orders0, batchSize: 4);
        app.StagingFaults.Fail(call => call.Operation == StoreOperation.Read && ChunkName.TryParse(call.Name, out _), times: 3);
        await app.TickMinutesAsync(5);
        Assert.Empty(app.Report.Damaged);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task AReadThatWasGarbledOnceOnlyDamagesNothing()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 25));
        string name = Assert.Single(app.Chunks).ToString();
        byte[] sound = app.Staging.BytesOf(name);
        int reads = 0;
        app.StagingFaults.Before = call =>
        {
            if (call == new StoreCall(StoreOperation.Read, name))
                app.Staging.Replace(name, ++reads == 1 ? sound[..^20] : sound);
            return Task.CompletedTask;
        };
        await app.DrainAsync();
        Assert.True(reads >= 2);
        Assert.Empty(app.Report.Damaged);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task AChunkThatVanishedIsFetchedFromTheBroker()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 4));
        await app.DeliverAsync(Orders0, Offsets(4, 8));
        await app.DeliverAsync(Orders0, Offsets(8, 25));
        await app.Staging.DeleteAsync(app.Chunks.Single(chunk => chunk.First == 4).ToString(), default);
        app.Clock.Advance(app.Options.HoleGrace);
        await app.DrainAsync();
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 20);
    }

    [Fact]
    public async Task AChunkThatVanishesBetweenListingAndReadingWasSealedByAnotherRun()
    {
        using TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 25));
        using var other = new TestApp(app.Log, app.Archive, app.Options, app.Staging);
        bool sealedByOther = false;
        app.StagingFaults.Before = async call =>
        {
            if (sealedByOther || call.Operation != StoreOperation.Read || !ChunkName.TryParse(call.Name, out _))
                return;
            sealedByOther = true;
            other.Append(5);
            await other.SignalAsync(Orders0, Operations.Close);
        };
        await app.DrainAsync();
        Assert.True(sealedByOther);
        Assert.Empty(app.Report.Damaged);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 25);
        Assert.Equal(25, app.StateOf(Orders0)!.Checkpoint);
    }

    private static async Task<TestApp> WithDamagedChunkAsync(string damage)
    {
        TestApp app = WithRecords(25);
        await app.DeliverAsync(Orders0, Offsets(0, 4));
        await app.DeliverAsync(Orders0, Offsets(4, 8));
        await app.DeliverAsync(Orders0, Offsets(8, 12));
        string name = app.Chunks.Single(chunk => chunk.First == 4).ToString();
        byte[] bytes = app.Staging.BytesOf(name);
        app.Staging.Replace(
            name,
            damage switch
            {
                "truncated" => bytes[..^30],
                "empty" => [],
                "garbage" => [.. bytes.Select(each => (byte)(each ^ 0x5a))],
                "another chunk's bytes" => app.Staging.BytesOf(app.Chunks[0].ToString()),
                "flipped header" => Flipped(bytes, 40),
                _ => Flipped(bytes, bytes.Length - 40),
            }
        );
        return app;
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        byte[] damaged = [.. bytes];
        damaged[at] ^= 0x10;
        return damaged;
    }
}
