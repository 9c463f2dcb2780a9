namespace KafkaStore.Stores.Tests.Gcs;

public sealed class GcsStoreTests(FakeGcsFixture fixture) : ObjectStoreContract, IClassFixture<FakeGcsFixture>
{
    protected override int MoreThanAPage => 2_100; // three pages

    protected override async Task<IStagingStore> OpenEmptyStoreAsync() => await fixture.OpenAsync(fixture.AddBucket());
}

public sealed class GcsStoreUnderAPrefixTests(FakeGcsFixture fixture) : ObjectStoreContract, IClassFixture<FakeGcsFixture>
{
    protected override int MoreThanAPage => 2_100; // three pages

    protected override async Task<IStagingStore> OpenEmptyStoreAsync()
    {
        string bucket = fixture.AddBucket();
        foreach (string beside in new[] { $"{bucket}/kafk", $"{bucket}/kafka-2", $"{bucket}/kafka/archives", bucket })
            await (await fixture.OpenAsync(beside)).CreateAsync("beside", ObjectContent.FromBytes("x"u8.ToArray()), default);
        return await fixture.OpenAsync($"{bucket}/kafka/archive");
    }
}
