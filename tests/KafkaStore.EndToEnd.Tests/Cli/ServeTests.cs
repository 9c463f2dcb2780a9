using System.Net;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>An archive over HTTP: beside the archiver that makes it, and by <c>kafka-store serve</c>.</summary>
public sealed class ServeTests(BrokerFixture kafka) : IClassFixture<BrokerFixture>, IDisposable
{
    private const string Token = "a secret of 16 or more";

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-store-serve-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ArchiverAndServeGiveTheSameRecords()
    {
        string topic = kafka.NewTopic(partitions: 1);
        await kafka.WriteAsync(topic, 0, Enumerable.Range(0, 300).Select(BrokerFixture.Numbered));
        string archive = Path.Combine(folder, "archive");
        string records = $"api/topics/{topic}/partitions/0/records?toOffset=200";
        string archived;
        await using (
            var archiver = KafkaStoreProcess.Start(Following(kafka.Broker.Brokers, topic, archive, Words($"--file-size 2k --http-port 0")))
        )
        {
            string folderOfTopic = Path.Combine(archive, topic, "000000");
            await archiver.UntilAsync(run =>
                Directory.Exists(folderOfTopic) && Directory.GetFiles(folderOfTopic).Any(file => long.Parse(Path.GetFileName(file)) >= 200)
            );
            archived = await ReadAsync(archiver, records);
        }

        await using var server = KafkaStoreProcess.Start("serve", "--local-store", archive, "--http-port", "0", "--http-token", Token);
        string served = await ReadAsync(server, records, Token);

        Assert.Equal(200, served.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(archived, served);
        Assert.DoesNotContain(Token, server.Errors);
    }

    [Theory]
    [InlineData(2, "no store is given", "serve", "--http-port", "0")]
    [InlineData(2, "no port is given", "serve", "--local-store", ".")]
    [InlineData(2, "at least 16 characters", "serve", "--local-store", ".", "--http-port", "0", "--http-token", "a")]
    [InlineData(1, "There is no folder", "serve", "--local-store", "does/not/exist", "--http-port", "0")]
    public async Task MistakeIsOneSentenceOnStandardError(int expected, string text, params string[] arguments)
    {
        (int code, string output, string error) = await KafkaStoreProcess.RunAsync(arguments);
        Assert.Equal((expected, ""), (code, output));
        Assert.StartsWith("error: ", error);
        Assert.Contains(text, error);
    }

    private static async Task<string> ReadAsync(KafkaStoreProcess process, string path, string? token = null)
    {
        const string Told = "as a bearer token: ";
        using var client = new HttpClient { BaseAddress = await process.HttpAddressAsync() };
        if (token is null)
            await process.UntilAsync(run => run.Errors.Contains(Told) && run.Errors.EndsWith('\n'));
        using HttpResponseMessage refused = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        client.DefaultRequestHeaders.Add("x-functions-key", token ?? process.Errors.Split(Told)[1].Split('\n')[0].Trim());
        return await client.GetStringAsync(path);
    }
}
