namespace KafkaStore.Tests.Reading.Verification;

/// <summary>Whatever happens to an object, it is found, unless no record and no fact of it has changed.</summary>
public sealed class RandomDamageTests
{
    [Fact]
    public async Task AnyFlippedBitIsFoundOrChangesNothingThatIsArchived()
    {
        (SampleArchive archive, ArchiveName name) = await OnePartitionAsync();
        byte[] whole = archive.Read(name);

        // Not a multiple of 8, so that every bit of a byte has its turn.
        for (int bit = 0; bit < 8 * whole.Length; bit += 7)
            await AssertFoundOrHarmlessAsync(archive, name, whole, Damage.Flip(whole, bit / 8, bit % 8));
    }

    [Fact]
    public async Task AnyMutationIsFoundOrChangesNothingThatIsArchived()
    {
        (SampleArchive archive, ArchiveName name) = await OnePartitionAsync();
        byte[] whole = archive.Read(name);
        var random = new Random(12);
        for (int i = 0; i < 2_000; i++)
            await AssertFoundOrHarmlessAsync(archive, name, whole, Mutations.Apply(whole, random));
    }

    private static async Task AssertFoundOrHarmlessAsync(SampleArchive archive, ArchiveName name, byte[] whole, byte[] damaged)
    {
        archive.Write(name, damaged);
        IReadOnlyList<ArchiveProblem> problems = (await archive.VerifyAsync()).Problems;
        if (problems.Count > 0)
        {
            Assert.All(problems, problem => Assert.NotEmpty(problem.Reason));
            Assert.Contains(problems, problem => problem.Object == name.ToString());
            return;
        }

        // The policy is the one fact that nothing else depends on, within limits.
        SegmentFacts before = Damage.FactsOf(whole);
        SegmentFacts after = Damage.FactsOf(damaged);
        Assert.Equal((before.NextOffset, before.Reason, before.ChainHash), (after.NextOffset, after.Reason, after.ChainHash));
        Assert.Equal(before.Container with { Blocks = [] }, after.Container with { Blocks = [] });
        SampleContainers.AssertEqual(await SampleContainers.ReadAsync(whole), await SampleContainers.ReadAsync(damaged));
    }

    private static async Task<(SampleArchive Archive, ArchiveName Name)> OnePartitionAsync()
    {
        SampleArchive sample = await SampleArchive.CopyAsync();
        var archive = new SampleArchive();
        foreach (string name in sample.Store.Names.Where(name => name.Contains("payments")))
            archive.Write(name, sample.Store.BytesOf(name));
        return (archive, archive.Names(SampleArchive.Other)[0]);
    }
}
