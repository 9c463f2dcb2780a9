using Xunit.Abstractions;

namespace KafkaStore.Stores.Tests;

/// <summary>What sealing a segment of 256 MiB takes, in a process of its own beside the server's.</summary>
[Collection(SerialTests.Name)]
public sealed class SealingMemoryTests(ITestOutputHelper output)
{
    private const int Mebibytes = 256;
    private const long MostBytes = 96 * 1000 * 1000;
    private const long MostRequests = 4 + (Mebibytes / 8);

    [ServerFact(TestServer.Azurite)]
    public async Task SegmentForAzureIsSealedInFlatMemory()
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient container = await azurite.CreateContainerAsync();
        await MeasureAsync(azurite.UrlOf(container.Name), ("AZURE_STORAGE_CONNECTION_STRING", Azurite.ConnectionString));
    }

    [Fact]
    public async Task SegmentForGoogleIsSealedInFlatMemory()
    {
        await using FakeGcs server = await FakeGcs.StartAsync("bucket");
        await MeasureAsync("gs://bucket/archive", ("STORAGE_EMULATOR_HOST", server.Address + "/storage/v1/"));
    }

    [Fact]
    public async Task SegmentForS3IsSealedInFlatMemory()
    {
        await using FakeS3Server server = await FakeS3Server.StartAsync();
        server.Buckets.Create("bucket");
        await MeasureAsync(
            "s3://bucket/archive",
            ("S3_ENDPOINT_URL", server.Endpoint.ToString()),
            ("AWS_REGION", "eu-central-1"),
            ("AWS_ACCESS_KEY_ID", FakeS3Server.AccessKey),
            ("AWS_SECRET_ACCESS_KEY", FakeS3Server.SecretKey)
        );
    }

    private async Task MeasureAsync(string store, params (string Name, string Value)[] environment)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "KafkaStore.Benchmarks.dll");
        string[] arguments = [program, "store", "Seal", store, Mebibytes.ToString(CultureInfo.InvariantCulture)];
        Dictionary<string, string> variables = environment.ToDictionary(variable => variable.Name, variable => variable.Value);
        string[] figures = (await ToolRun.RunAsync("dotnet", arguments, environment: variables)).Succeed().Split(' ');

        (long requests, long peak) = (
            long.Parse(figures[2], CultureInfo.InvariantCulture),
            long.Parse(figures[3], CultureInfo.InvariantCulture)
        );
        output.WriteLine($"{store}: {figures[0]} bytes, {figures[1]} s, {requests} requests, {peak / 1e6:N0} MB above the idle process");
        Assert.InRange(requests, 1, MostRequests);
        Assert.InRange(peak, 0, MostBytes);
    }
}
