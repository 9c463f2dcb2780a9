namespace KafkaStore.Stores.Tests.S3;

public sealed class S3OfflineObjectContract : OfflineObjectContract
{
    private S3TestStore opened = null!;

    protected override IStagingStore Store => opened.Store;

    public override async Task InitializeAsync() => opened = await S3TestStore.OpenAsync();

    public override async Task DisposeAsync() => await opened.DisposeAsync();

    protected override Task MoveOfflineAsync(string name) => SetAsync(name, ("x-amz-storage-class", "DEEP_ARCHIVE"));

    protected override Task BringBackAsync(string name) =>
        SetAsync(
            name,
            ("x-amz-storage-class", "DEEP_ARCHIVE"),
            ("x-amz-restore", "ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2125 00:00:00 GMT\"")
        );

    [Theory]
    [InlineData("GLACIER", null, null, true)]
    [InlineData("GLACIER", null, "ongoing-request=\"true\"", true)]
    [InlineData("INTELLIGENT_TIERING", "ARCHIVE_ACCESS", null, true)]
    [InlineData("INTELLIGENT_TIERING", "DEEP_ARCHIVE_ACCESS", "ongoing-request=\"true\"", true)]
    [InlineData("INTELLIGENT_TIERING", null, null, false)]
    [InlineData("GLACIER_IR", null, null, false)]
    [InlineData("STANDARD_IA", null, null, false)]
    public async Task EveryWayToBeOfflineIsKnown(string storageClass, string? archiveStatus, string? restore, bool isOffline)
    {
        await CreateOfflineAsync();

        await SetAsync(Name, ("x-amz-storage-class", storageClass), ("x-amz-archive-status", archiveStatus), ("x-amz-restore", restore));

        Assert.Equal(isOffline, (await Store.FindAsync(Name, default))!.IsOffline);
        if (isOffline)
            await Assert.ThrowsAsync<ObjectOfflineException>(() => Store.OpenReadAsync(Name, 0, null, default));
        else
            await (await Store.OpenReadAsync(Name, 0, null, default)).DisposeAsync();
    }

    private Task SetAsync(string name, params (string Name, string? Value)[] headers)
    {
        opened.Bucket.SetTier(
            $"archive/{name}",
            headers.Where(header => header.Value is not null).Select(header => (header.Name, header.Value!))
        );
        return Task.CompletedTask;
    }
}
