namespace KafkaStore.Stores.Tests.S3;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class S3SerialTests
{
    public const string Name = "S3, alone";
}

[Collection(S3SerialTests.Name)]
public sealed class S3LargeObjectContract : LargeObjectContract, IAsyncLifetime
{
    private S3TestStore opened = null!;

    /// <summary>One part is 8 MiB; the rest are 40 requests, and the server's side of them.</summary>
    protected override long AllocationLimitBytes => 32L * 1024 * 1024;

    protected override IStagingStore Store => opened.Store;

    public async Task InitializeAsync() => opened = await S3TestStore.OpenAsync();

    public async Task DisposeAsync() => await opened.DisposeAsync();
}
