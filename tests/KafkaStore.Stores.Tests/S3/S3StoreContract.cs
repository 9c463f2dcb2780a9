namespace KafkaStore.Stores.Tests.S3;

public sealed class S3StoreContract : ObjectStoreContract
{
    protected override int MoreThanAPage => 2_100; // three pages

    private readonly List<S3TestStore> opened = [];

    protected override async Task<IStagingStore> OpenEmptyStoreAsync()
    {
        S3TestStore opened = await S3TestStore.OpenAsync();
        this.opened.Add(opened);
        return opened.Store;
    }

    public override async Task DisposeAsync()
    {
        foreach (S3TestStore opened in opened)
            await opened.DisposeAsync();
    }
}
