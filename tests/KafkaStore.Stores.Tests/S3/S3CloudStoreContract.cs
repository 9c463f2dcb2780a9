namespace KafkaStore.Stores.Tests.S3;

public sealed class S3CloudStoreContract : CloudStoreContract
{
    private S3TestStore opened = null!;

    protected override IStagingStore Store => opened.Store;

    protected override int LongBytes => 20 * 1024 * 1024;

    protected override string Unreachable => "can't be reached";

    public override async Task InitializeAsync() => opened = await S3TestStore.OpenAsync();

    public override async Task DisposeAsync() => await opened.DisposeAsync();

    protected override void CutUploads(int times)
    {
        opened.Server.Faults.Add(new FakeS3Fault("PutObject") { Times = times, CutRequestAfterBytes = 50_000 });
        opened.Server.Faults.Add(new FakeS3Fault("UploadPart") { Times = times, CutRequestAfterBytes = 5_000_000 });
    }

    protected override void DamageUploads(int times)
    {
        opened.Server.Faults.Add(new FakeS3Fault("PutObject") { Times = times, DamagedByte = 54_321 });
        opened.Server.Faults.Add(new FakeS3Fault("UploadPart") { Times = times, DamagedByte = 54_321 });
    }

    protected override void Mend() => opened.Server.Faults.Clear();

    protected override Task StopServerAsync() => opened.Server.DisposeAsync().AsTask();

    protected override void AssertNothingIsLeft() => Assert.Equal(0, opened.Bucket.UploadsInProgress);
}
