using KafkaStore.Reading.Timelines;

namespace KafkaStore.Tests.Ui;

/// <summary>However many objects there are, a bounded number of runs says where they are.</summary>
public sealed class TimelineTests
{
    private static readonly OffsetRange Everything = new(0, long.MaxValue);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(9, 9)]
    [InlineData(9, 8)]
    [InlineData(50, 7)]
    [InlineData(50, 2)]
    public async Task EveryObjectIsInOneRunAndTheLastIsAlone(int objects, int most)
    {
        RangeArchive archive = await SmallAsync(objects);
        IReadOnlyList<ObjectRun> runs = await ReadAsync(archive.Store, Everything, most);
        Assert.InRange(runs.Count, Math.Min(objects, 2), most);
        Assert.Equal(objects, runs.Sum(run => run.Objects));
        Assert.Equal(archive.Store.Names.Sum(name => archive.Store.BytesOf(name).Length), runs.Sum(run => run.Bytes));
        Assert.Equal(1, runs[^1].Objects);
        Assert.Equal(archive.End, runs[^1].NextOffset);
        Assert.Equal(runs.Skip(1).Select(run => (long?)run.First.Name.BaseOffset), runs.SkipLast(1).Select(run => run.NextOffset));
        Assert.All(runs, run => Assert.Equal(run.First.Name, run.Opened!.Name));
        if (objects <= most)
            Assert.All(runs, run => Assert.Equal(1, run.Objects));
    }

    [Fact]
    public async Task AWindowHasTheObjectsWithItsOffsets()
    {
        RangeArchive archive = await SmallAsync(10); // of three offsets each
        Assert.Equal([6L, 9, 12], (await ReadAsync(archive.Store, new OffsetRange(7, 13), 9)).Select(run => run.First.Name.BaseOffset));
        Assert.Equal(15, Assert.Single(await ReadAsync(archive.Store, new OffsetRange(17, 18), 9)).First.Name.BaseOffset);
        Assert.Equal(27, Assert.Single(await ReadAsync(archive.Store, new OffsetRange(1000, 1001), 9)).First.Name.BaseOffset);
        Assert.Empty(await ReadAsync(new MemoryObjectStore(), Everything, 9));
    }

    [Fact]
    public async Task WhatCannotBeOpenedSaysWhyAndHidesNothingElse()
    {
        RangeArchive archive = await SmallAsync(3);
        archive.Store.Replace(archive.Store.Names[1], [1]);
        archive.Store.MoveOffline(archive.Store.Names[2]);
        IReadOnlyList<ObjectRun> runs = await ReadAsync(archive.Store, Everything, 9);
        Assert.Null(runs[0].Trouble);
        Assert.Contains(archive.Store.Names[1], runs[1].Trouble);
        Assert.Null(runs[1].Opened);
        Assert.NotNull(runs[2].Trouble);
    }

    [Fact]
    public async Task AMissingObjectShowsInWhereTheOneBeforeItEnds()
    {
        RangeArchive archive = await SmallAsync(3);
        var gone = new MemoryObjectStore();
        foreach (string name in archive.Store.Names.Where((_, i) => i != 1))
            gone.Replace(name, archive.Store.BytesOf(name));
        IReadOnlyList<ObjectRun> runs = await ReadAsync(gone, Everything, 9);
        Assert.Equal((3, 6), (runs[0].NextOffset, runs[1].First.Name.BaseOffset));
    }

    [Fact]
    public async Task ObjectsOfTheOriginalToolAreNotReadToTheirEnds()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            RandomArchive archive = await RandomArchive.MakeAsync(new Random(seed));
            var store = new FaultyStore(archive.Store);
            IReadOnlyList<ObjectRun> runs = await ReadAsync(store, Everything, 500);
            Assert.Equal(archive.Borders, runs.Select(run => run.First.Name.BaseOffset));
            Assert.Equal(runs.Count, store.Calls.Count(call => call.Operation == StoreOperation.Read));
            Assert.All(runs.SkipLast(1), run => Assert.NotNull(run.NextOffset));
        }
    }

    private static Task<IReadOnlyList<ObjectRun>> ReadAsync(IObjectReader store, OffsetRange range, int most) =>
        new PartitionTimeline(new ArchiveObjects(store)).ReadAsync(RangeArchive.Partition, range, most, default);

    private static async Task<RangeArchive> SmallAsync(int objects)
    {
        var archive = new RangeArchive();
        for (int i = 0; i < objects; i++)
            await archive.AddAsync([.. Enumerable.Range(i * 3, 3).Select(offset => SampleRecords.Of(offset, offset * 1000))]);
        return archive;
    }
}
