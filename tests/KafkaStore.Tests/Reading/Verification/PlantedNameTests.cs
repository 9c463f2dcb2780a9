namespace KafkaStore.Tests.Reading.Verification;

/// <summary>Objects that are missing, too many or in each other's places, and markers, are found by name.</summary>
public sealed class PlantedNameTests : IAsyncLifetime
{
    private SampleArchive archive = null!;
    private IReadOnlyList<ArchiveName> names = [];

    public async Task InitializeAsync()
    {
        archive = await SampleArchive.CopyAsync();
        names = archive.Names(SampleArchive.Small);
        Assert.True(names.Count >= 5);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task MissingObjectInTheMiddle()
    {
        archive.Delete(names[2]);
        await AssertFoundAsync((names[2], names[2].BaseOffset, ProblemKind.MissingObject, $"next object is {names[3]}"));
    }

    [Fact]
    public async Task MissingFirstObject()
    {
        archive.Delete(names[0]);
        await AssertFoundAsync((names[0], 0, ProblemKind.MissingFirstObject, "start marker says that the partition begins with offset 0"));
    }

    [Fact]
    public async Task MissingFirstObjectWithoutAStartMarkerToTell()
    {
        archive.Delete(names[0]);
        archive.Write(MarkerName.Start("orders"), "{"u8.ToArray());
        IReadOnlyList<ArchiveProblem> problems = (await archive.VerifyAsync()).Problems;
        Assert.Equal([ProblemKind.MissingFirstObject, ProblemKind.MarkerDamaged], problems.Select(problem => problem.Kind));
        Assert.Equal((names[1].ToString(), names[1].BaseOffset), (problems[0].Object, problems[0].Offset));
    }

    [Fact]
    public async Task ExtraObjectInsideARange()
    {
        var extra = new ArchiveName(SampleArchive.Small, names[2].BaseOffset + 3);
        archive.Write(extra, await Damage.ObjectAsync(extra, 4));
        await AssertFoundAsync((extra, extra.BaseOffset, ProblemKind.ExtraObject, $"inside the range of {names[2]}"));
    }

    [Fact]
    public async Task ExtraObjectPastTheEnd()
    {
        long end = Damage.FactsOf(archive.Read(names[^1])).NextOffset;
        var extra = new ArchiveName(SampleArchive.Small, end + 100);
        archive.Write(extra, await Damage.ObjectAsync(extra, 4));
        await AssertFoundAsync((new ArchiveName(SampleArchive.Small, end), end, ProblemKind.MissingObject, "100 offsets have no object"));
    }

    [Fact]
    public async Task SwappedObjects()
    {
        (byte[] first, byte[] second) = (archive.Read(names[1]), archive.Read(names[2]));
        archive.Write(names[1], second);
        archive.Write(names[2], first);
        await AssertFoundAsync(
            (names[1], names[1].BaseOffset, ProblemKind.WrongIdentity, $"says it is {names[2]}"),
            (names[2], names[2].BaseOffset, ProblemKind.WrongIdentity, $"says it is {names[1]}")
        );
    }

    [Fact]
    public async Task RenamedObject()
    {
        var renamed = new ArchiveName(SampleArchive.Small, names[2].BaseOffset + 1);
        archive.Write(renamed, archive.Read(names[2]));
        archive.Delete(names[2]);
        await AssertFoundAsync(
            (names[2], names[2].BaseOffset, ProblemKind.MissingObject, $"next object is {renamed}"),
            (renamed, renamed.BaseOffset, ProblemKind.WrongIdentity, $"says it is {names[2]}")
        );
    }

    [Fact]
    public async Task ObjectCopiedFromAnotherTopicAndPartition()
    {
        foreach (TopicPartition from in new[] { SampleArchive.Other, SampleArchive.Large })
        {
            archive.Write(names[1], archive.Read(archive.Names(from)[0]));
            await AssertFoundAsync((names[1], names[1].BaseOffset, ProblemKind.WrongIdentity, $"says it is {archive.Names(from)[0]}"));
        }
    }

    [Fact]
    public async Task BrokenChainHashInAHeaderWrittenAnew()
    {
        for (int i = 0; i < names.Count; i++)
        {
            byte[] bytes = archive.Read(names[i]);
            archive.Write(names[i], Damage.WithMetadata(bytes, HeaderKeys.ChainHash, Sha256Hash.OfNothing.Hex));
            await AssertFoundAsync((names[i], names[i].BaseOffset, ProblemKind.BrokenChain, "chain hash"));
            archive.Write(names[i], bytes);
        }
    }

    [Fact]
    public async Task ObjectReplacedByOneThatIsInOrderByItself()
    {
        byte[] bytes = archive.Read(names[0]);
        int offsets = (int)Damage.FactsOf(bytes).NextOffset;
        archive.Write(names[0], await Damage.ObjectAsync(names[0], offsets));
        await AssertFoundAsync((names[1], names[1].BaseOffset, ProblemKind.BrokenChain, $"predecessor {names[0]}"));
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("orders/notes.txt")]
    [InlineData("orders/000000/notes.txt")]
    [InlineData("orders/0/00000000000000000000")]
    [InlineData("orders/000000/0000000000000000000")]
    [InlineData("orders/000000/00000000000000000000.bak")]
    [InlineData("orders/000000/99999999999999999999")]
    [InlineData("orders/000000/00000000000000000000-00000000000000000004-5-0123456789abcdef")]
    [InlineData("~kafka-store/notes.txt")]
    [InlineData("~kafka-store/orders/end.json")]
    [InlineData("~kafka-store/orders/000000/lost/00000000000000000005-00000000000000000005.json")]
    [InlineData("~kafka-store/~staging/x")]
    [InlineData("~kafka-store/schemas/x")]
    [InlineData("~kafka-store/schemas/0")]
    [InlineData("~kafka-store/schemas/07")]
    [InlineData("~kafka-store/schemas/2147483648")]
    [InlineData("~kafka-store/schemas/missing/x")]
    public async Task StrayFile(string name)
    {
        archive.Write(name, [1, 2, 3]);
        ArchiveProblem problem = Assert.Single((await archive.VerifyAsync()).Problems);
        Assert.Equal((name, (long?)null, ProblemKind.UnexpectedName), (problem.Object, problem.Offset, problem.Kind));
    }

    [Theory]
    [InlineData("~kafka-store/schemas/7", """{"id":7,"schemaType":"AVRO","schema":"\"int\"","references":[]}""")]
    [InlineData("~kafka-store/schemas/missing/7", """{"id": 7}""")]
    [InlineData("~kafka-store/schemas/start.json", """{"topic":"schemas","partitions":{"0":0}}""")]
    public async Task SchemasAndNotesOfMissingOnesBelongToAnArchive(string name, string json)
    {
        archive.Write(name, Encoding.UTF8.GetBytes(json));
        Assert.Empty((await archive.VerifyAsync()).Problems);
    }

    [Theory]
    [InlineData("~kafka-store/schemas/7", "")]
    [InlineData("~kafka-store/schemas/7", """{"id":8,"schemaType":"AVRO","schema":"\"int\""}""")]
    [InlineData("~kafka-store/schemas/7", """{"id":7,"schemaType":"AVRO"}""")]
    [InlineData("~kafka-store/schemas/missing/7", """{"id": 8}""")]
    [InlineData("~kafka-store/orders/start.json", "")]
    [InlineData("~kafka-store/orders/start.json", "[]")]
    [InlineData("~kafka-store/orders/start.json", "{\"topic\":\"payments\",\"partitions\":{\"0\":0,\"1\":5}}")]
    [InlineData("~kafka-store/orders/start.json", "{\"topic\":\"orders\",\"partitions\":{\"0\":-1}}")]
    [InlineData("~kafka-store/orders/start.json", "{\"topic\":\"orders\",\"partitions\":{\"x\":0}}")]
    [InlineData("~kafka-store/orders/000007/start.json", "{\"topic\":\"orders\",\"partitions\":{\"0\":0}}")]
    [InlineData("~kafka-store/staging.json", "{\"id\":\"\"}")]
    [InlineData("~kafka-store/~staging/abc.json", "{\"id\":\"abd\"}")]
    [InlineData(
        "~kafka-store/orders/000000/lost/00000000000000000005-00000000000000000006.json",
        "{\"topic\":\"orders\",\"partition\":0,\"from\":5,\"to\":7}"
    )]
    public async Task DamagedMarker(string name, string content)
    {
        archive.Write(name, System.Text.Encoding.UTF8.GetBytes(content));
        ArchiveProblem problem = Assert.Single((await archive.VerifyAsync()).Problems);
        Assert.Equal((name, (long?)null, ProblemKind.MarkerDamaged), (problem.Object, problem.Offset, problem.Kind));
    }

    [Fact]
    public async Task MissingStartMarker()
    {
        await archive.Store.DeleteAsync(MarkerName.Start("orders"), default);
        ArchiveProblem problem = Assert.Single((await archive.VerifyAsync()).Problems);
        Assert.Equal((MarkerName.Start("orders"), ProblemKind.MarkerMissing), (problem.Object, problem.Kind));
    }

    private async Task AssertFoundAsync(params (ArchiveName Name, long? Offset, ProblemKind Kind, string Reason)[] expected)
    {
        IReadOnlyList<ArchiveProblem> found = (await archive.VerifyAsync()).Problems;
        Assert.Equal(
            expected.Select(problem => (problem.Name.ToString(), problem.Offset, problem.Kind)),
            found.Select(problem => (problem.Object, problem.Offset, problem.Kind))
        );
        for (int i = 0; i < expected.Length; i++)
            Assert.Contains(expected[i].Reason, found[i].Reason);
    }
}
