namespace KafkaStore.Tests.App;

public sealed class SetAsideTests
{
    private readonly MemoryObjectStore store = new();
    private readonly StagingArea staging;

    public SetAsideTests() => staging = new StagingArea(store);

    [Fact]
    public async Task AChunkThatWasStagedAnewSinceIsNotSetAside()
    {
        ChunkName chunk = await StageAsync();
        await staging.SetAsideAsync(chunk, default);
        Assert.Equal([chunk], await staging.ListAsync(Orders0, default));
    }

    [Fact]
    public async Task ADamagedChunkIsSetAsideAndOneThatIsGoneIsNoError()
    {
        ChunkName chunk = await StageAsync();
        store.BytesOf(chunk.ToString())[^20] ^= 1;
        await staging.SetAsideAsync(chunk, default);
        await staging.SetAsideAsync(chunk, default);
        Assert.Empty(await staging.ListAsync(Orders0, default));
        Assert.Contains(store.Names, name => name.EndsWith(chunk.ToString()));
    }

    private async Task<ChunkName> StageAsync()
    {
        EncodedRecord record = RecordEncoding.Encode(new Record(0, 1, null, new byte[] { 1, 2, 3 }, []));
        return Assert.Single(await staging.StageAsync(Orders0, [record], TestTime.Epoch, default));
    }
}
