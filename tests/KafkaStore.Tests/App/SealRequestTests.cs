namespace KafkaStore.Tests.App;

/// <summary>What a segment costs in requests to the archive, staged chunks not counted; clouds bill each.</summary>
public sealed class SealRequestTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SegmentCostsThreeRequestsBesideItsUploadAndTwoWhereTheStoreKeepsMetadata(bool keepsMetadata)
    {
        using var app = new TestApp(archive: new MemoryObjectStore("memory:archive", keepsMetadata), options: TestApp.Counting(10));
        app.Log.AddPartition(TestApp.Orders0);
        app.Append(25);
        await app.DeliverAllAsync(TestApp.Orders0);
        await app.DrainAsync();
        app.Append(10);
        await app.DeliverAsync(TestApp.Orders0, TestApp.Offsets(25, 35));
        int before = app.ArchiveFaults.Calls.Count;

        await app.DrainAsync();

        StoreCall[] calls = [.. app.ArchiveFaults.Calls.Skip(before)];
        StoreOperation[] expected = keepsMetadata
            ? [StoreOperation.Find, StoreOperation.Find, StoreOperation.Create]
            : [StoreOperation.Find, StoreOperation.Read, StoreOperation.Find, StoreOperation.Create];
        Assert.Equal(expected, calls.Select(call => call.Operation));
    }
}
