namespace KafkaStore.Stores.Tests.Gcs;

public sealed class GcsCloudStoreContract : CloudStoreContract
{
    private FakeGcs server = null!;
    private GcsStore store = null!;

    protected override IStagingStore Store => store;

    protected override int LongBytes => (8 * 1024 * 1024) + 300_000;

    protected override string Unreachable => "gs://bucket can't be reached";

    public override async Task InitializeAsync()
    {
        server = await FakeGcs.StartAsync("bucket");
        store = await FakeGcsFixture.OpenAsync(server, "bucket");
    }

    public override async Task DisposeAsync() => await server.DisposeAsync();

    protected override void CutUploads(int times) =>
        server.Faults.Add(new(FakeGcsOperation.Upload) { Times = times, CutRequestAfterBytes = 50_000 });

    protected override void DamageUploads(int times) => server.Faults.Add(new(FakeGcsOperation.Upload) { Times = times, DamagedByte = 10 });

    protected override void Mend() => server.Faults.Clear();

    protected override Task StopServerAsync() => server.DisposeAsync().AsTask();
}
