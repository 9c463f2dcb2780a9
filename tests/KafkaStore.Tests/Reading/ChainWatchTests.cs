using KafkaStore.Reading.Chains;

namespace KafkaStore.Tests.Reading;

/// <summary>Objects that are missing are found a few requests at a time, wherever they are, and their return too.</summary>
public sealed class ChainWatchTests : IAsyncLifetime
{
    private readonly TestApp app = WithRecords(105);
    private readonly List<string> names = [];

    private MemoryObjectStore Archive => app.Archive;

    public async Task InitializeAsync()
    {
        await app.DeliverAllAsync(Orders0);
        names.AddRange(app.ObjectNames);
        Assert.Equal(10, names.Count);
    }

    public Task DisposeAsync()
    {
        app.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(1_000)] // at once
    [InlineData(1)] // an object a step
    [InlineData(13)]
    public async Task AGapIsFoundWhateverAStepMayCost(int cost)
    {
        var watch = new ChainWatch(Archive);
        await WalkAsync(watch, cost);
        Assert.Empty(watch.Missing);

        byte[][] removed = [Archive.BytesOf(names[3]), Archive.BytesOf(names[4])];
        await Archive.DeleteAsync(names[3], default);
        await Archive.DeleteAsync(names[4], default);
        await WalkAsync(watch, cost);
        MissingObjects gap = Assert.Single(watch.Missing);
        Assert.Equal((names[3], new OffsetRange(30, 50)), (gap.First.ToString(), gap.Offsets));
        Assert.Contains("no object has the offsets 30 to 49", gap.Message);

        Archive.Replace(names[3], removed[0]);
        await WalkAsync(watch, cost);
        Assert.Equal(new OffsetRange(40, 50), Assert.Single(watch.Missing).Offsets);

        Archive.Replace(names[4], removed[1]);
        await WalkAsync(watch, cost);
        Assert.Empty(watch.Missing);
    }

    [Fact]
    public async Task AGapThatGrowsIsOne()
    {
        var watch = new ChainWatch(Archive);
        await Archive.DeleteAsync(names[4], default);
        await WalkAsync(watch, 1_000);
        await Archive.DeleteAsync(names[3], default);
        await WalkAsync(watch, 1_000);
        Assert.Equal(new OffsetRange(30, 50), Assert.Single(watch.Missing).Offsets);
    }

    [Fact]
    public async Task TheEndOfTheChainIsNoGapAndADamagedObjectHidesNothingButItsSuccessor()
    {
        var watch = new ChainWatch(Archive);
        await Archive.DeleteAsync(names[^1], default);
        await Archive.DeleteAsync(names[6], default);
        Archive.Replace(names[2], Archive.BytesOf(names[2])[..40]);
        Assert.True(await watch.WalkAsync([Orders0], 1_000, default));
        Assert.Equal(names[6], Assert.Single(watch.Missing).First.ToString());
    }

    [Fact]
    public async Task EveryPartitionHasItsTurn()
    {
        TopicPartition[] partitions = [Orders0, new("orders", 1), new("orders", 2)];
        foreach (TopicPartition other in partitions[1..])
        {
            foreach (string name in (string[])[names[0], names[2]]) // what they hold is another's, so nothing is said of it
                Archive.Replace(name.Replace("/000000/", $"/{other.Partition:000000}/"), Archive.BytesOf(name));
        }

        var listed = new FaultyStore(Archive);
        var watch = new ChainWatch(listed);
        for (int i = 0; i < 16; i++)
            Assert.False(await watch.WalkAsync(partitions, ChainWatch.ListingCost, default));
        Assert.Equal(
            3,
            listed.Calls.Where(call => call.Operation == StoreOperation.List).Select(call => call.Name[..14]).Distinct().Count()
        );
    }

    [Fact]
    public async Task WhatIsLookedAfterNoLongerIsForgotten()
    {
        var watch = new ChainWatch(Archive);
        await Archive.DeleteAsync(names[4], default);
        await WalkAsync(watch, 1_000);
        await watch.WalkAsync([], 1_000, default);
        Assert.Empty(watch.Missing);
    }

    private static async Task WalkAsync(ChainWatch watch, int cost)
    {
        for (int i = 0; i < 25; i++)
            await watch.WalkAsync([Orders0], cost, default);
    }
}
