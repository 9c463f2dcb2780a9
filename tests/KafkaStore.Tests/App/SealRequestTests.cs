namespace KafkaStore.Tests.App;

/// <summary>What a segment costs in requests to the archive, staged chunks not counted; clouds bill each.</summary>
public sealed class SealRequestTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task SegmentCostsThreeRequestsBesideItsUploadAndTwoWhereTheStoreKeepsMetadataAndThreeMoreWithoutIds(
        bool keepsMetadata,
        bool givesIds
    )
    {
        using var app = new TestApp(archive: new MemoryObjectStore("memory:archive", keepsMetadata), options: TestApp.Counting(10));
        app.Log.AddPartition(TestApp.Orders0);
        if (givesIds)
            app.Log.Identity = TestApp.Known;
        app.Append(25);
        await app.DeliverAllAsync(TestApp.Orders0);
        await app.DrainAsync();
        app.Append(10);
        await app.DeliverAsync(TestApp.Orders0, TestApp.Offsets(25, 35));
        int before = app.ArchiveFaults.Calls.Count;

        await app.DrainAsync();

        StoreCall[] calls = [.. app.ArchiveFaults.Calls.Skip(before)];
        StoreOperation[] position = keepsMetadata ? [StoreOperation.Find] : [StoreOperation.Find, StoreOperation.Read];

        // Another process may just have noted an id, which holds at once. Without one the last archived record is held against the broker's.
        StoreOperation[] marker = givesIds ? [] : [StoreOperation.List];
        StoreOperation[] compared = givesIds ? [] : [StoreOperation.Find, StoreOperation.Read, StoreOperation.Read];
        Assert.Equal(
            [.. position, .. marker, StoreOperation.Find, .. compared, StoreOperation.Create],
            calls.Select(call => call.Operation)
        );
    }
}
