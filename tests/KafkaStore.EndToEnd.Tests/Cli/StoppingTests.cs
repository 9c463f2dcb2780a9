using System.Net;
using System.Net.Sockets;
using KafkaStore.Tests.Fixtures;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>SIGTERM ends every command within ten seconds, whatever it waits for.</summary>
public sealed class StoppingTests : IDisposable
{
    // Ten seconds, and a little for a busy machine.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly string folder = Directory.CreateTempSubdirectory("kafka-store-stopping-").FullName;
    private readonly FixtureCopy archived = new("v0/shapes-deflate");
    private readonly TcpListener silent = new(IPAddress.Loopback, 0);

    public StoppingTests() => silent.Start();

    public void Dispose()
    {
        silent.Dispose();
        archived.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("verify --s3-store-url s3://bucket --s3-endpoint-url http://SILENT")]
    [InlineData("serve --s3-store-url s3://bucket --s3-endpoint-url http://SILENT --http-port 0")]
    [InlineData("mirror --local-store ARCHIVE --s3-store-url s3://bucket --s3-endpoint-url http://SILENT")]
    [InlineData("kafka-store-reader s3 s3://bucket/orders --s3-endpoint-url http://SILENT")]
    [InlineData("verify --local-store ARCHIVE --against-broker SILENT")]
    [InlineData("restore --local-store ARCHIVE --to-broker SILENT --state FOLDER/ck.json")]
    [InlineData("--broker-list SILENT --topic orders --group g --local-store FOLDER --offset-reset earliest")]
    [InlineData("catalog create --mysql-metadata-url mysql://u:p@SILENT/db")]
    public async Task WhatWaitsForAServerThatSaysNothing(string line)
    {
        KafkaStoreProcess run = Start(line);
        await using KafkaStoreProcess _ = run;
        Task<Socket> accepting = silent.AcceptSocketAsync();
        await Task.WhenAny(accepting, run.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(accepting.IsCompleted, $"It asked nothing and said: {run.Errors}");
        using Socket asked = await accepting;
        await Task.Delay(TimeSpan.FromSeconds(0.5)); // whoever does not wait for the answer is gone by now
        Assert.False(run.HasExited, run.Errors);
        await EndsAsync(run);
    }

    [Theory]
    [InlineData("verify --local-store ARCHIVE --against-broker SILENT --kafka-config FOLDER/pipe")]
    [InlineData("--broker-list SILENT --topic orders --group g --local-store FOLDER --kafka-config FOLDER/pipe")]
    [InlineData("quickstart --input FOLDER/pipe")]
    [InlineData("kafka-store-reader local FOLDER/pipe")]
    public async Task WhatWaitsForAPipeThatNobodyWrites(string line)
    {
        (await ToolRun.RunAsync("mkfifo", [Path.Combine(folder, "pipe")])).Succeed();
        await using KafkaStoreProcess run = Start(line);
        await Task.Delay(TimeSpan.FromSeconds(4)); // until it opens the pipe
        Assert.False(run.HasExited, run.Errors);
        await EndsAsync(run);
    }

    [Fact]
    public async Task APipeAmongTheObjectsKeepsNobodyWaiting()
    {
        string partition = Path.Combine(folder, "orders", "000000");
        Directory.CreateDirectory(partition);
        (await ToolRun.RunAsync("mkfifo", [Path.Combine(partition, $"{0:D20}")])).Succeed();

        ToolRun verified = await KafkaStoreProcess.RunAsync("verify", "--local-store", folder);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("it is no file", verified.Output);
        ToolRun read = await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", Path.Combine(folder, "orders"));
        Assert.Equal("", read.Output);
    }

    private KafkaStoreProcess Start(string line) =>
        KafkaStoreProcess.Start(
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "a",
                ["AWS_SECRET_ACCESS_KEY"] = "b",
                ["AWS_REGION"] = "eu-west-1",
            },
            line.Replace("ARCHIVE", archived.PathOf(FixtureCopy.ArchiveFolder), StringComparison.Ordinal)
                .Replace("FOLDER", folder, StringComparison.Ordinal)
                .Replace("SILENT", $"{silent.LocalEndpoint}", StringComparison.Ordinal)
                .Split(' ')
        );

    private static async Task EndsAsync(KafkaStoreProcess run)
    {
        var since = Stopwatch.StartNew();
        await run.SignalAsync("TERM");
        ToolRun ended = await run.WaitAsync(Limit);
        Assert.InRange(since.Elapsed, TimeSpan.Zero, Limit);
        Assert.True(ended.ExitCode is 0 or 1 or 143, $"{ended.ExitCode}: {ended.Errors}");
    }
}
