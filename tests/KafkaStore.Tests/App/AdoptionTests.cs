namespace KafkaStore.Tests.App;

/// <summary>What exists in the archive is adopted, whoever made it and wherever it ends; only other records are a conflict.</summary>
public sealed class AdoptionTests
{
    [Theory]
    [InlineData(3, 3600, "null")]
    [InlineData(7, 5, "deflate")]
    [InlineData(9, 7, "zstandard")]
    [InlineData(1000, 1000, "null")]
    public async Task KilledBetweenObjectAndCheckpointAndRestartedWithAnotherPolicyAndCodecItGoesOn(int count, int ageSeconds, string codec)
    {
        using TestApp app = WithRecords(40);
        app.ArchiveFaults.After = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name == "orders/000000/00000000000000000010")
                app.Kill();
            return Task.CompletedTask;
        };
        await app.AcceptAsync((0, 25));
        Assert.Equal(2, app.ObjectNames.Count);
        byte[][] before = [.. app.ObjectNames.Select(app.Archive.BytesOf)];

        app.Restart(
            app.Options with
            {
                Policy = new SegmentPolicy(TimeSpan.FromSeconds(ageSeconds), 1024, count),
                Codec = ContainerCodec.Named(codec),
            }
        );
        await app.DeliverAsync(Orders0, Offsets(5, 40));
        await app.TickMinutesAsync(2);
        await app.CloseAsync(Orders0);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 40);
        Assert.Equal(before, app.ObjectNames.Take(2).Select(app.Archive.BytesOf));
        Assert.Equal(
            ["0-10", "10-20"],
            (await app.ObjectsAsync(Orders0)).Take(2).Select(archived => $"{archived.Name.BaseOffset}-{archived.NextOffset}")
        );
    }

    [Fact]
    public async Task AnObjectThatEndsElsewhereIsAdoptedAndTheNextStartsWhereItEnds()
    {
        using TestApp other = WithRecords(30, Counting(13));
        await other.DeliverAllAsync(Orders0);
        using var app = new TestApp(other.Log, other.Archive, Counting(10));
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        await app.CloseAsync(Orders0);
        Assert.Equal([0L, 13, 26], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
        Assert.Null(app.StateOf(Orders0)!.Fault);
    }

    [Fact]
    public async Task AnObjectThatAppearsUnderTheNextNameWhileItIsWrittenIsAdopted()
    {
        using TestApp other = WithRecords(30, Counting(4));
        await other.DeliverAllAsync(Orders0);
        using var app = new TestApp(other.Log, options: Counting(10));
        app.ArchiveFaults.Before = call =>
        {
            if (call.Operation == StoreOperation.Create && call.Name == "orders/000000/00000000000000000000")
                app.Archive.Replace(call.Name, other.Archive.BytesOf(call.Name));
            return Task.CompletedTask;
        };
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Equal([0L, 4, 14], (await app.ObjectsAsync(Orders0)).Select(archived => archived.Name.BaseOffset));
        await app.AssertArchivedExactlyAsync(Orders0, 0, 24);
    }

    [Fact]
    public async Task OtherBytesForOneOffsetAreAConflictThatNamesTheObjectAndChangesNothing()
    {
        using TestApp other = WithRecords(10);
        await other.DeliverAllAsync(Orders0);
        using TestApp app = await WithConflictAsync(other, record => record.Offset == 6 ? record with { Timestamp = 1 } : record);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.True(fault.Kind is FaultKind.Conflict or FaultKind.TopicRecreated); // by whether the archive ends there
        Assert.Contains("orders/000000/00000000000000000000", fault.Message);
        Assert.Contains("ffset 6", fault.Message);
    }

    [Fact]
    public async Task AStagedRecordThatTheObjectLacksIsAConflict()
    {
        using TestApp other = WithRecords(10);
        other.Log.Compact(Orders0, 6);
        await other.DeliverAllAsync(Orders0);
        await other.CloseAfterGraceAsync();
        using TestApp app = await WithConflictAsync(other, record => record);
        Assert.Contains("ffset 6", app.StateOf(Orders0)!.Fault!.Message);
    }

    [Fact]
    public async Task RecordsThatOnlyTheObjectHasProveNothing()
    {
        using TestApp other = WithRecords(20);
        await other.DeliverAllAsync(Orders0);
        using var app = new TestApp(other.Log, other.Archive, Counting(10));
        await app.DeliverAsync(Orders0, 0, 5, 19);
        await app.TickMinutesAsync(2);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal(20, app.StateOf(Orders0)!.Checkpoint);
    }

    [Fact]
    public async Task AnObjectWhoseDigestMatchesIsNotReadBeyondItsHeader()
    {
        using TestApp other = WithRecords(10, Counting(10) with { Codec = ContainerCodec.Null });
        other.Log.Identity = TestApp.Known; // so that no record has to tell whether it is the same topic
        await other.DeliverAllAsync(Orders0);
        using var app = new TestApp(other.Log, other.Archive, Counting(10));
        byte[] archived = app.Archive.BytesOf(app.ObjectNames[0]);
        archived[^40] ^= 1; // damage in the body: whoever read it would see
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.Null(app.StateOf(Orders0)!.Fault);
        Assert.Equal(10, app.StateOf(Orders0)!.Checkpoint);
    }

    [Fact]
    public async Task AFaultedPartitionGoesOnStagingAndGoesOnSealingOnceTheObjectIsMovedAway()
    {
        using TestApp other = WithRecords(10);
        await other.DeliverAllAsync(Orders0);
        using TestApp app = await WithConflictAsync(other, record => record.Offset == 6 ? record with { Timestamp = 1 } : record);
        app.Append(20);
        await app.DeliverAllAsync(Orders0, from: 10);
        await app.TickMinutesAsync(20);
        Assert.Single(app.ObjectNames);
        Assert.Equal(30, app.Chunks.Max(chunk => chunk.Last) + 1);

        await app.Archive.DeleteAsync(app.ObjectNames[0], default);
        await app.ResumeAsync(Orders0);
        await app.TickMinutesAsync(2);
        await app.AssertArchivedExactlyAsync(Orders0, 0, 30);
    }

    [Fact]
    public async Task AConflictWithAnObjectThatAnotherArchiverAddedIsFoundBeforeAnythingIsWritten()
    {
        using TestApp other = WithRecords(30);
        await other.DeliverAllAsync(Orders0);
        using TestApp app = await WithDeliveredAsync(10);
        foreach (string name in other.ObjectNames)
            app.Archive.Replace(name, other.Archive.BytesOf(name));
        for (int i = 10; i < 20; i++)
            app.Log.Append(Orders0, Millisecond(1000 * i), i == 13 ? "changed" : $"value {i}", $"key {i % 7}");
        await app.DeliverAllAsync(Orders0, from: 10);
        await app.TickMinutesAsync(2);
        PartitionFault fault = app.StateOf(Orders0)!.Fault!;
        Assert.Equal(FaultKind.Conflict, fault.Kind);
        Assert.Contains("orders/000000/00000000000000000010", fault.Message);
        Assert.Contains("offset 13", fault.Message);
        Assert.Equal(other.ObjectNames, app.ObjectNames);
        Assert.Single(app.Chunks, chunk => chunk.First == 10);
    }

    private static async Task<TestApp> WithConflictAsync(TestApp other, Func<Record, Record> change)
    {
        using TestApp twin = WithRecords(10);
        var app = new TestApp(archive: other.Archive, options: Counting(10));
        app.Log.AddPartition(Orders0);
        foreach (Record record in twin.Log.Read(Orders0, 0))
            app.Log.Append(Orders0, change(record));
        var before = app.ObjectNames.ToDictionary(name => name, name => app.Archive.BytesOf(name).ToArray());
        await app.DeliverAllAsync(Orders0);
        await app.TickMinutesAsync(2);
        Assert.NotNull(app.StateOf(Orders0)!.Fault);
        Assert.Equal(before, app.ObjectNames.ToDictionary(name => name, app.Archive.BytesOf));
        Assert.NotEmpty(app.Chunks);
        return app;
    }
}
