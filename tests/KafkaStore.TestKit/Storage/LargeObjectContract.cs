namespace KafkaStore.Tests.Storage;

/// <summary>A store that keeps its objects elsewhere never has one of them in memory. Derive in the collection of tests that run alone.</summary>
public abstract class LargeObjectContract
{
    private const long ObjectBytes = 300L * 1024 * 1024;

    /// <summary>What creating and reading it may allocate in all, garbage included.</summary>
    protected virtual long AllocationLimitBytes => 16L * 1024 * 1024;

    protected abstract IStagingStore Store { get; }

    [Fact]
    public async Task ObjectOf300MebibytesStreamsInFlatMemory()
    {
        var content = new GeneratedContent(1, ObjectBytes);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Equal(CreateOutcome.Created, await Store.CreateAsync("large/object", content, default));
        await using (Stream stream = await Store.OpenReadAsync("large/object", 0, null, default))
            Assert.Null(await content.FindDifferenceAsync(stream));

        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.InRange(allocated, 0, AllocationLimitBytes);
    }
}
