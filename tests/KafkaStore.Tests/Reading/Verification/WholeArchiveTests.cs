namespace KafkaStore.Tests.Reading.Verification;

/// <summary>Nothing is found where nothing is wrong.</summary>
public sealed class WholeArchiveTests
{
    [Fact]
    public async Task ArchiveOfTheWriterHasNoProblem()
    {
        SampleArchive archive = await SampleArchive.CopyAsync();
        VerificationReport report = await archive.VerifyAsync();

        Assert.Empty(report.Problems);
        Assert.Equal(
            [SampleArchive.Small, SampleArchive.Large, SampleArchive.Other],
            report.Partitions.Select(partition => partition.Partition)
        );
        Assert.Equal(150 + 45 + 40, report.Records);
        Assert.Equal(archive.Store.Names.Count(name => name[0] != '~'), report.Objects);
        Assert.Equal((5, 50), (report.Partitions[1].FirstOffset, report.Partitions[1].NextOffset));
        RollReason[] reasons =
        [
            .. archive.Names(SampleArchive.Small).Select(name => Damage.FactsOf(archive.Read(name)).Reason).Distinct().Order(),
        ];
        Assert.Equal([RollReason.Age, RollReason.Count, RollReason.Idle], reasons);
    }

    [Fact]
    public async Task ProgressEndsWhereTheTotalIs()
    {
        SampleArchive archive = await SampleArchive.CopyAsync();
        archive.Write(archive.Names(SampleArchive.Large)[0], archive.Read(archive.Names(SampleArchive.Large)[0])[..^500_000]);
        var progress = new VerificationProgress();
        await new ArchiveVerifier(archive.Store, new ProblemLog()).VerifyAsync([], progress, default);

        Assert.Equal(progress.TotalBytes, progress.DoneBytes);
        Assert.Equal(
            archive.Store.Names.Where(name => name[0] != '~').Sum(name => archive.Store.BytesOf(name).Length),
            progress.TotalBytes
        );
    }

    [Fact]
    public async Task OnlyTheTopicsAskedForAreChecked()
    {
        SampleArchive archive = await SampleArchive.CopyAsync();
        archive.Write("orders/stray", [1]);

        Assert.Empty((await archive.VerifyAsync("payments")).Problems);
        Assert.Single((await archive.VerifyAsync("orders")).Problems);
        Assert.True((await archive.VerifyAsync("refunds")).FoundNothing);
        Assert.True((await SampleArchive.VerifyAsync(new MemoryObjectStore())).FoundNothing);
    }

    [Fact]
    public async Task GenerationsAreCheckedWithTheirTopic()
    {
        var generation = new TopicPartition("orders~g1", 0);
        using var app = new TestApp(options: SampleArchive.Options with { SettlingTime = TimeSpan.Zero });
        var id = new IdentityAnswer.Known(new TopicId(1, 1), null);
        app.Log.Identity = id;
        await new IdentityMarkers(app.Archive, app.Clock).NoteAsync(
            new TopicGeneration("orders", 1),
            new TopicIdentity(id.Id, null),
            IdentityProof.Recreated,
            null,
            default
        );
        app.Log.AddPartition(TestApp.Orders0);
        app.Append(30, TestApp.Orders0);
        await app.DeliverAsync(generation, app.Log.Read(TestApp.Orders0, 0));
        await app.DrainAsync();
        await app.CloseAsync(generation);

        VerificationReport report = await new ArchiveVerifier(app.Archive, new ProblemLog()).VerifyAsync(
            ["orders"],
            new VerificationProgress(),
            default
        );
        Assert.Empty(report.Problems);
        PartitionReport only = Assert.Single(report.Partitions);
        Assert.Equal((generation, 0, 30), (only.Partition, only.FirstOffset, only.Records));
        Assert.DoesNotContain("~kafka-store/orders~g1/start.json", app.Archive.Names);
    }

    [Fact]
    public async Task StateFolderTemporaryFilesAndProbeAreNoPartOfTheArchive()
    {
        SampleArchive archive = await SampleArchive.CopyAsync();
        archive.Write("~kafka-store/state/lock", []);
        archive.Write("~kafka-store/state/staged/orders/000000/anything", [1]);
        archive.Write("~kafka-store/~tmp/0123.part", [1]);
        archive.Write("~kafka-store/~create-only-probe", [1]);

        Assert.Empty((await archive.VerifyAsync()).Problems);
    }

    [Fact]
    public async Task LostRangesAreNoProblem()
    {
        using var app = new TestApp(options: SampleArchive.Options);
        app.Log.AddPartition(TestApp.Orders0);
        for (int i = 0; i < 40; i++)
            app.Log.Append(TestApp.Orders0, TestApp.Millisecond(i * 3_000));
        await app.DeliverAsync(TestApp.Orders0, [.. Enumerable.Range(0, 10).Select(i => (long)i)]);
        app.Log.MoveStart(TestApp.Orders0, 22);
        await app.DeliverAllAsync(TestApp.Orders0, from: 22);
        await app.CloseAsync(TestApp.Orders0);

        VerificationReport report = await SampleArchive.VerifyAsync(app.Archive);
        Assert.Empty(report.Problems);
        Assert.Equal([new OffsetRange(10, 22)], Assert.Single(report.Partitions).Lost);
        Assert.Equal(28, report.Records);
    }

    [Fact]
    public async Task ObjectsOfTheOriginalToolAreDecodedCountedAndListed()
    {
        SampleArchive archive = new();
        byte[] sync = new byte[16];
        byte[] two =
        [
            .. new PlainAvro().Long(5).Optional([1]).Optional(null).ToArray(),
            .. new PlainAvro().Long(6).Optional(null).Optional([]).ToArray(),
        ];
        byte[] original = new PlainAvro()
            .Header(sync, ("avro.schema", RecordLayoutTests.OriginalSchema))
            .Block(2, two, sync)
            .Block(2, two, sync)
            .ToArray();
        archive.Write("orders/000000/00000000000000000000", original);
        archive.Write("orders/000000/00000000000000000004", original);
        archive.Write("orders/000000/00000000000000000009", original); // offset 8 never had a record
        using var app = new TestApp(archive: archive.Store, options: SampleArchive.Options);
        app.Log.AddPartition(TestApp.Orders0, start: 13);
        for (int i = 0; i < 40; i++)
            app.Log.Append(TestApp.Orders0, TestApp.Millisecond(i));
        await app.DeliverAllAsync(TestApp.Orders0, from: 13);

        VerificationReport report = await archive.VerifyAsync();
        Assert.Empty(report.Problems);
        PartitionReport partition = Assert.Single(report.Partitions);
        Assert.Equal((4, 3, 12 + 30, 43), (partition.Objects, partition.OriginalObjects, partition.Records, partition.NextOffset));

        archive.Write("orders/000000/00000000000000000004", [.. original.AsSpan(0, original.Length - 3)]);
        ArchiveProblem problem = Assert.Single((await archive.VerifyAsync()).Problems);
        Assert.Equal((ProblemKind.BlockDamaged, 6), (problem.Kind, problem.Offset));
    }
}
