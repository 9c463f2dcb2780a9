using KafkaStore.Cli.Verify;
using KafkaStore.Reading.Heads;

namespace KafkaStore.Tests.Reading.Verification;

/// <summary>What an archive alone can't show, since what is left of it is whole: that its end, a partition or a topic is gone, or its last object made anew.</summary>
public sealed class HeadsTests : IAsyncLifetime
{
    private static readonly TopicPartition Small = SampleArchive.Small;

    private SampleArchive archive = null!;
    private ArchiveHeads heads = null!;
    private IReadOnlyList<ArchiveName> names = [];

    public async Task InitializeAsync()
    {
        archive = await SampleArchive.CopyAsync();
        names = archive.Names(Small);
        heads = ArchiveHeads.Parse((await archive.VerifyAsync()).Heads!.ToJson())!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task ThatEveryPartitionEndsWhereItDidIsSeen()
    {
        SegmentFacts last = Damage.FactsOf(archive.Read(names[^1]));
        PartitionHead head = heads.Topics.Single(topic => topic.Topic == "orders").Partitions.Single(head => head.Partition == Small);
        Assert.Equal(new PartitionHead(Small, last.NextOffset, last.ChainHash), head);
        VerificationReport report = await CheckAsync();
        Assert.Empty(report.Problems);
        PartitionReport partition = report.Partitions.Single(partition => partition.Partition == Small);
        Assert.Equal((last.NextOffset, last.ChainHash), (partition.NextOffset, partition.ChainHash));
        Assert.Equal(heads.ToJson(), report.Heads!.ToJson());
    }

    [Fact]
    public async Task AnArchiveThatWentOnIsTheSameUpToThere()
    {
        ArchiveName former = names[2];
        byte[] removed = archive.Read(names[^1]);
        archive.Delete(names[^1]);
        ArchiveHeads earlier = (await archive.VerifyAsync()).Heads!;
        archive.Write(names[^1], removed);
        Assert.Empty((await CheckAsync(earlier)).Problems);
        Assert.NotEqual(former, names[^1]);
    }

    [Fact]
    public async Task TheLastObjectIsGone()
    {
        archive.Delete(names[^1]);
        Assert.Empty((await archive.VerifyAsync()).Problems);
        ArchiveProblem problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Equal(
            (names[^1].ToString(), names[^1].BaseOffset, ProblemKind.CutOff),
            (problem.Object, problem.Offset!.Value, problem.Kind)
        );
    }

    [Fact]
    public async Task APartitionIsGone()
    {
        foreach (ArchiveName name in names)
            archive.Delete(name);
        VerificationReport alone = await archive.VerifyAsync();
        Assert.Empty(alone.Problems);
        Assert.Equal([new PartitionHead(Small, 0, null)], alone.WithoutObjects);
        ArchiveProblem problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Equal((ArchiveName.Folder(Small), ProblemKind.Gone), (problem.Object, problem.Kind));
    }

    [Fact]
    public async Task ATopicIsGoneWithItsMarker()
    {
        foreach (string name in archive.Store.Names.Where(name => name.Contains("payments")).ToArray())
            await archive.Store.DeleteAsync(name, default);
        Assert.Empty((await archive.VerifyAsync()).Problems);
        ArchiveProblem problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Equal(("payments", ProblemKind.Gone), (problem.Object, problem.Kind));
        Assert.Single((await CheckAsync(heads, "payments")).Problems);
        Assert.Empty((await CheckAsync(heads, "orders")).Problems);
    }

    // By somebody who knows the format: records, digest and chain hash all fit.
    [Fact]
    public async Task TheLastObjectIsForged()
    {
        (byte[] last, byte[] before) = (archive.Read(names[^1]), archive.Read(names[^2]));
        SegmentFacts was = Damage.FactsOf(last);
        byte[] forged = await Damage.ObjectAsync(names[^1], (int)(was.NextOffset - names[^1].BaseOffset));
        SegmentFacts facts = Damage.FactsOf(forged);
        Sha256Hash chain = ChainHash.Next(
            Damage.FactsOf(before).ChainHash,
            names[^1].BaseOffset,
            facts.NextOffset,
            facts.Container.Records,
            facts.Container.RecordsDigest
        );
        archive.Write(names[^1], Damage.WithMetadata(forged, HeaderKeys.ChainHash, chain.Hex));
        Assert.Empty((await archive.VerifyAsync()).Problems);
        ArchiveProblem problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Equal((was.NextOffset, ProblemKind.OtherHistory), (problem.Offset!.Value, problem.Kind));
        Assert.Contains($"is {chain}, and was {was.ChainHash}", problem.Reason);
    }

    [Fact]
    public async Task TheLastObjectIsForgedAndLonger()
    {
        SegmentFacts was = Damage.FactsOf(archive.Read(names[^1]));
        byte[] forged = await Damage.ObjectAsync(names[^1], (int)(was.NextOffset - names[^1].BaseOffset) + 1);
        archive.Write(names[^1], forged);
        Assert.Contains((await CheckAsync()).Problems, problem => problem.Kind == ProblemKind.OtherHistory);
    }

    [Fact]
    public async Task AnIdThatWasNotedIsGoneOrAnother()
    {
        var generation = TopicGeneration.First("orders");
        string id = new TopicId(1, 2).ToString();
        archive.Write(MarkerName.Identity(generation), IdentityOf(id));
        heads = (await archive.VerifyAsync()).Heads!;
        Assert.Equal([id], heads.Topics.Single(topic => topic.Topic == "orders").Ids);
        Assert.Empty((await CheckAsync()).Problems);
        archive.Write(MarkerName.Identity(generation), IdentityOf(new TopicId(1, 3).ToString()));
        ArchiveProblem problem = Assert.Single((await CheckAsync()).Problems);
        Assert.Equal((MarkerName.Identity(generation), ProblemKind.Gone), (problem.Object, problem.Kind));
        Assert.Contains(id, problem.Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"topics":[]}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"topics":[{"topic":"a b","topicIds":[],"partitions":[]}]}""")]
    [InlineData("""{"version":1,"topics":[{"topic":"a","topicIds":[],"partitions":[{"partition":-1,"nextOffset":1,"chainHash":null}]}]}""")]
    [InlineData("""{"version":1,"topics":[{"topic":"a","topicIds":[],"partitions":[{"partition":0,"nextOffset":-1,"chainHash":null}]}]}""")]
    [InlineData("""{"version":1,"topics":[{"topic":"a","topicIds":[],"partitions":[{"partition":0,"nextOffset":1,"chainHash":"ab"}]}]}""")]
    [InlineData("""{"version":1,"topics":[{"topic":"a","topicIds":[],"partitions":[]},{"topic":"a","topicIds":[],"partitions":[]}]}""")]
    public void AnythingElseIsNoFileOfEnds(string json) => Assert.Null(ArchiveHeads.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public async Task TheCatalogKnowsTheEndToo()
    {
        var catalog = new MemoryCatalog();
        foreach (TopicPartition partition in (TopicPartition[])[Small, SampleArchive.Other])
        {
            foreach (ArchiveName name in archive.Names(partition))
            {
                SegmentFacts facts = Damage.FactsOf(archive.Read(name));
                await catalog.AddAsync(CatalogEntry.Of(facts, "deflate", 1, default, "memory"), default);
            }
        }

        Assert.Empty(await AgainstAsync(catalog));
        archive.Delete(names[^1]);
        foreach (ArchiveName name in archive.Names(SampleArchive.Other))
            archive.Delete(name);
        IReadOnlyList<ArchiveProblem> problems = await AgainstAsync(catalog);
        Assert.Equal([ProblemKind.CutOff, ProblemKind.Gone], problems.Select(problem => problem.Kind));
        Assert.Equal([names[^1].ToString(), ArchiveName.Folder(SampleArchive.Other)], problems.Select(problem => problem.Object));
        Assert.Single(await AgainstAsync(catalog, "payments"));
    }

    private async Task<IReadOnlyList<ArchiveProblem>> AgainstAsync(MemoryCatalog catalog, params string[] topics)
    {
        var problems = new ProblemLog();
        await new CatalogEnds(catalog, problems).CheckAsync(await archive.VerifyAsync(topics), topics, default);
        return problems.Sorted();
    }

    private Task<VerificationReport> CheckAsync() => CheckAsync(heads);

    private Task<VerificationReport> CheckAsync(ArchiveHeads expected, params string[] topics) =>
        new ArchiveVerifier(archive.Store, new ProblemLog()) { Parallelism = 2, Expected = expected }.VerifyAsync(
            topics,
            new VerificationProgress(),
            default
        );

    private static byte[] IdentityOf(string id) =>
        Encoding.UTF8.GetBytes(
            $$"""{"topic":"orders","generation":0,"topicId":"{{id}}","clusterId":"c","notedAt":"2026-01-01T00:00:00Z"}"""
        );
}
