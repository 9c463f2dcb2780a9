using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using KafkaStore.Scripted.Log;
using KafkaStore.Tests.Gcs;
using KafkaStore.Tests.S3;

namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>What the keys of <c>azure</c>, <c>gcloud</c> and <c>s3</c> do to the files that are created there.</summary>
public sealed class CloudKeyTests : ConfiguredRun
{
    private const string First = "archive/orders/000000/00000000000000000000";

    public override Task InitializeAsync()
    {
        Broker.CreateTopic("orders")[0].Append(LogRecord.Numbered(5));
        return Task.CompletedTask;
    }

    [ServerFact(TestServer.Azurite)]
    [Observes("azure.connection-string", "azure.access-tier")]
    public async Task FilesLieInTheAccountAndTierThatAreNamed()
    {
        Azurite azurite = await Azurite.SharedAsync();
        BlobContainerClient container = await azurite.CreateContainerAsync();
        Folder.Write("account", Azurite.ConnectionString + "\n");
        Configure(azurite.UrlOf($"{container.Name}/archive"), "azure: {connection-string: '${file:account}', access-tier: cool}");

        await Folder.SucceedAsync();

        BlobProperties properties = await container.GetBlobClient(First).GetPropertiesAsync();
        Assert.Equal("Cool", properties.AccessTier);
    }

    [Fact]
    [Observes("gcloud.kms-key", "gcloud.storage-class")]
    public async Task FilesAreEncryptedWithTheKeyAndOfTheClassThatAreNamed()
    {
        const string Key = "projects/p/locations/l/keyRings/r/cryptoKeys/k";
        await using FakeGcs server = await FakeGcs.StartAsync("bucket");
        Configure("gs://bucket/archive", $"gcloud: {{kms-key: {Key}, storage-class: nearline}}");

        ToolRun run = await Folder.RunAsync(new Dictionary<string, string> { ["STORAGE_EMULATOR_HOST"] = server.Address + "/storage/v1/" });

        Assert.True(run.ExitCode == 0, run.Errors);
        System.Text.Json.Nodes.JsonObject file = server.Find("bucket", First)!;
        Assert.StartsWith(Key, (string?)file["kmsKeyName"]);
        Assert.Equal("NEARLINE", (string?)file["storageClass"]);
    }

    [Fact]
    [Observes("s3.endpoint-url", "s3.region", "s3.encryption")]
    public async Task FilesAreSentToTheEndpointForTheRegionAndAreEncrypted()
    {
        await using FakeS3Server server = await FakeS3Server.StartAsync();
        server.Buckets.Create("bucket", "eu-central-1");
        Configure("s3://bucket/archive", $"s3: {{endpoint-url: '{server.Endpoint}', region: eu-central-1, encryption: sse-s3}}");

        ToolRun run = await Folder.RunAsync(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = FakeS3Server.AccessKey,
                ["AWS_SECRET_ACCESS_KEY"] = FakeS3Server.SecretKey,
            }
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        FakeS3Request created = Assert.Single(server.Requests, request => request is { Operation: "PutObject", Key: First });
        Assert.Contains("/eu-central-1/s3/aws4_request", created.Header("Authorization"));
        Assert.Equal("AES256", created.Header("x-amz-server-side-encryption"));
    }

    private void Configure(string store, string keys) =>
        Folder.Configure(
            $$"""
            kafka: {brokers: {{Broker.Bootstrap}}, group: archive}
            stores: ['{{store}}']
            staging: {state-dir: state}
            topics: [orders]
            defaults: {offset-reset: earliest}
            run: {exit-at-end: true, close-at-end: true, settling: 1s}
            {{keys}}
            """
        );
}
