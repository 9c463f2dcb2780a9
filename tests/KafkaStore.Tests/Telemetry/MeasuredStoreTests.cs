using KafkaStore.Hosting.Telemetry;

namespace KafkaStore.Tests.Telemetry;

/// <summary>A store that is measured does what it did, and says how long that took.</summary>
public sealed class MeasuredStoreTests : IDisposable
{
    private readonly Measurements measured = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        measured.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task EveryRequestIsMeasuredAndAMissingObjectIsNoError()
    {
        IStagingStore store = MeasuredStore.Of(new MemoryObjectStore(), StoreKind.Gcs, StoreUse.Staging);
        await store.CreateAsync("a", ObjectContent.FromBytes("text"u8.ToArray()), default);
        await (await store.OpenReadAsync("a", 0, null, default)).DisposeAsync();
        await Assert.ThrowsAsync<ObjectMissingException>(() => store.OpenReadAsync("b", 0, null, default));
        Assert.NotNull(await store.FindAsync("a", default));
        Assert.Equal("a", Assert.Single(await store.ListAsync("", null, default).ToListAsync()).Name);
        await store.DeleteAsync("a", default);

        foreach ((string operation, int count) in new[] { ("create", 1), ("read", 2), ("find", 1), ("list", 1), ("delete", 1) })
            Assert.Equal(count, Count($"operation={operation}"));
        Assert.DoesNotContain(measured.All.SelectMany(each => each.Attributes), attribute => attribute.EndsWith("ObjectMissingException"));
    }

    [Fact]
    public async Task WhatFailsSaysSo()
    {
        var faulty = new FaultyStore(new MemoryObjectStore()) { Before = _ => throw new StorageAccessException("Refused.") };
        IStagingStore store = MeasuredStore.Of(faulty, StoreKind.S3, StoreUse.Archive);
        await Assert.ThrowsAsync<StorageAccessException>(() => store.FindAsync("a", default));
        Assert.Equal(1, measured.Count("kafka_store.store.request.duration", "system=s3", "error.type=StorageAccessException"));
    }

    [Fact]
    public async Task ItListsWhatTheOtherLists()
    {
        LocalObjectStore local = await LocalObjectStore.OpenAsync(folder.Path, createIfMissing: true, audience: Audience.OwnerAlone);
        IStagingStore store = MeasuredStore.Of(local, StoreKind.Local, StoreUse.Archive);
        await store.CreateAsync("orders/000000/1", ObjectContent.FromBytes("text"u8.ToArray()), default);
        Directory.CreateDirectory(Path.Combine(folder.Path, "orders", "000000", "2"));

        IAsyncEnumerable<string> folders = Assert.IsAssignableFrom<IFolderListing>(store).ListFoldersAsync("", default);
        Assert.Equal(["orders/"], await folders.ToListAsync());
        IStrayListing strays = Assert.IsAssignableFrom<IStrayListing>(store);
        Assert.Equal(
            await ((IStrayListing)local).ListStraysAsync("orders/000000/", default).ToListAsync(),
            await strays.ListStraysAsync("orders/000000/", default).ToListAsync()
        );
        Assert.False(MeasuredStore.Of(new MemoryObjectStore(), StoreKind.S3, StoreUse.Archive) is IStrayListing);
    }

    private int Count(string attribute) => measured.Count("kafka_store.store.request.duration", "system=gcs", "store=staging", attribute);
}
