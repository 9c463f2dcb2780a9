using KafkaStore.Reading.Comparison;

namespace KafkaStore.Tests.Reading.Verification;

/// <summary>What the broker still has is compared record by record with what is archived.</summary>
public sealed class BrokerComparisonTests : IDisposable
{
    private readonly TestApp app = new(options: SampleArchive.Options);

    public BrokerComparisonTests() => app.Log.AddPartition(TestApp.Orders0);

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task SampleArchiveIsEqualToItsLog()
    {
        SampleArchive archive = await SampleArchive.CopyAsync();
        VerificationReport report = await archive.VerifyAsync();
        var problems = new ProblemLog();
        var comparison = new BrokerComparison(archive.Store, archive.Log, problems);
        long equal = 0;
        foreach (PartitionReport partition in report.Partitions)
            equal += (await comparison.CompareAsync(partition, default)).Equal;
        Assert.Empty(problems.Sorted());
        Assert.Equal(150 + 45 + 40, equal);
    }

    [Fact]
    public async Task OnlyWhatIsArchivedAndStillThereIsCompared()
    {
        await ArchiveAsync(70);
        app.Log.MoveStart(TestApp.Orders0, 10);
        app.Log.Compact(TestApp.Orders0, 20);
        app.Log.Append(TestApp.Orders0, TestApp.Millisecond(70)); // not archived yet
        (ComparedPartition compared, IReadOnlyList<ArchiveProblem> problems) = await CompareAsync(app.Log);
        Assert.Empty(problems);
        Assert.Equal(new ComparedPartition(TestApp.Orders0, new OffsetRange(10, 70), 59, 1, 0), compared);
    }

    [Fact]
    public async Task OtherRecordsAtTheBrokerAreOneProblemARun()
    {
        await ArchiveAsync(70);
        var other = new ScriptedLog();
        other.AddPartition(TestApp.Orders0);
        for (int i = 0; i < 70; i++)
            other.Append(TestApp.Orders0, TestApp.Millisecond(i), i is 5 or 40 or 41 ? "another" : $"value {i}");
        (ComparedPartition compared, IReadOnlyList<ArchiveProblem> problems) = await CompareAsync(other);
        Assert.Equal(67, compared.Equal);
        Assert.Equal(
            [
                (Name(0), 5, ProblemKind.DiffersFromBroker, "the broker has other 1 record from offset 5 to 5"),
                (Name(30), 40, ProblemKind.DiffersFromBroker, "the broker has other 2 records from offset 40 to 41"),
            ],
            problems.Select(problem => (problem.Object, problem.Offset!.Value, problem.Kind, problem.Reason))
        );
    }

    [Fact]
    public async Task RecordsThatTheArchiveLacksAreFound()
    {
        app.Log.Skip(TestApp.Orders0, 3); // an aborted transaction, as it seemed then
        await ArchiveAsync(40);
        var other = new ScriptedLog();
        other.AddPartition(TestApp.Orders0);
        for (int i = -3; i < 40; i++)
            other.Append(TestApp.Orders0, TestApp.Millisecond(i), $"value {i}");
        ArchiveProblem problem = Assert.Single((await CompareAsync(other)).Problems);
        Assert.Equal((Name(0), 0, ProblemKind.MissingRecords), (problem.Object, problem.Offset, problem.Kind));
        Assert.Contains("3 records from offset 0 to 2", problem.Reason);
    }

    [Fact]
    public async Task RecordsNotedAsLostThatTheBrokerHasAreFound()
    {
        await ArchiveAsync(30);
        var range = new OffsetRange(30, 33);
        for (int i = 30; i < 40; i++)
            app.Log.Append(TestApp.Orders0, TestApp.Millisecond(i), $"value {i}");
        string name = MarkerName.Lost(TestApp.Orders0, range);
        await app.Archive.CreateAsync(name, Marker.Content(new LostMarker("orders", 0, 30, 33, app.Clock.GetUtcNow())), default);
        ArchiveProblem problem = Assert.Single((await CompareAsync(app.Log)).Problems);
        Assert.Equal((name, 30, ProblemKind.NotLost), (problem.Object, problem.Offset, problem.Kind));
        Assert.Contains("3 records", problem.Reason);
    }

    [Fact]
    public async Task LogThatEndsBeforeTheArchiveIsFound()
    {
        await ArchiveAsync(60);
        var other = new ScriptedLog();
        other.AddPartition(TestApp.Orders0);
        for (int i = 0; i < 10; i++)
            other.Append(TestApp.Orders0, TestApp.Millisecond(i), $"value {i}");
        (ComparedPartition compared, IReadOnlyList<ArchiveProblem> problems) = await CompareAsync(other);
        Assert.Equal(ProblemKind.BrokerEndsEarlier, Assert.Single(problems).Kind);
        Assert.Equal(10, compared.Equal);
    }

    [Fact]
    public async Task DamagedObjectIsPassedOverAndTheRestCompared()
    {
        await ArchiveAsync(90);
        byte[] bytes = app.Archive.BytesOf(Name(30));
        await app.Archive.DeleteAsync(Name(30), default);
        await app.Archive.CreateAsync(Name(30), ObjectContent.FromBytes(bytes.AsMemory(0, 200)), default);
        (ComparedPartition compared, IReadOnlyList<ArchiveProblem> problems) = await CompareAsync(app.Log);
        Assert.Empty(problems);
        Assert.Equal((60, 30), (compared.Equal, compared.NotComparable));
    }

    [Fact]
    public async Task BrokerThatIsAwayIsAnErrorAndNoProblem()
    {
        await ArchiveAsync(30);
        app.Log.Outage = "away";
        await Assert.ThrowsAsync<BrokerUnavailableException>(() => CompareAsync(app.Log));
    }

    private static string Name(long offset) => new ArchiveName(TestApp.Orders0, offset).ToString();

    private async Task ArchiveAsync(int records)
    {
        for (int i = 0; i < records; i++)
            app.Log.Append(TestApp.Orders0, TestApp.Millisecond(i), $"value {i}");
        await app.DeliverAllAsync(TestApp.Orders0);
        await app.CloseAsync(TestApp.Orders0);
    }

    private async Task<(ComparedPartition Compared, IReadOnlyList<ArchiveProblem> Problems)> CompareAsync(IRecordLog log)
    {
        PartitionReport partition = Assert.Single((await SampleArchive.VerifyAsync(app.Archive)).Partitions);
        var problems = new ProblemLog();
        ComparedPartition compared = await new BrokerComparison(app.Archive, log, problems).CompareAsync(partition, default);
        return (compared, problems.Sorted());
    }
}
