using System.Runtime.Versioning;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>Commands of the book that read an archive, or put it back.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadingPagesTests : PageRun
{
    [Fact]
    [RunsBlock("example")]
    public async Task TheExampleArchivesAndReadsOn()
    {
        string[] commands = [.. Book.Blocks.Single(block => block.RunAs == "example").Commands()];
        Assert.Equal(3, commands.Length);
        string[] Arguments(int index) => commands[index].Replace("~", Place, StringComparison.Ordinal).Split(' ')[1..];

        await using var broker = KafkaStoreProcess.Start(Arguments(0));
        await broker.UntilAsync(run => run.Output.Contains("RECORDS=20000"));
        string address = broker.Output.Split('\n')[0]["BROKERS=".Length..];
        Assert.Contains("127.0.0.1:42973", commands[1]);
        await using var archiver = KafkaStoreProcess.Start([.. Arguments(1).Select(word => word == "127.0.0.1:42973" ? address : word)]);
        await archiver.UntilAsync(run =>
            run.Errors.Contains("Archived sample/000000/00000000000000002744: ") && run.Errors.Contains("/000000/00000000000000003")
        );
        // As the block shows: the sizes too, of which the archive's bytes are made.
        Assert.Contains("Archived sample/000000/00000000000000000000: records=2744 bytes=53701 next=2744 reason=Size", archiver.Errors);
        await using var reader = KafkaStoreProcess.Start(["kafka-store-reader", .. Arguments(2)]);
        await reader.UntilAsync(run => run.Errors.Contains("Next file not ready yet. Waiting for: "));
        Assert.StartsWith("{\"filename\": \"00000000000000000000\", \"key\": ", reader.Output);
    }

    [Fact]
    [RunsBlock("ranges")]
    public async Task TheReaderReadsRangesByTimeAndOffset()
    {
        CreateTopic("orders", partitions: 4, records: 1100);
        await ArchiveAsync();

        string output = (await RunAsync(Script("ranges"))).Succeed();

        Assert.Equal(4400, output.Split('\n').Count(line => line.StartsWith("{\"filename\": ")));
        Assert.Contains("\"value\": {\"n\":0}", output); // --value-format json
        Assert.Equal("Obj\u0001"u8, File.ReadAllBytes(Below("range.avro")).AsSpan(0, 4));
        Assert.Equal(50, await CountAsync("range.avro")); // --limit is of both partitions together
    }

    [Fact]
    [RunsBlock("over-http")]
    public async Task RangesComeOverHttp()
    {
        CreateTopic("orders", partitions: 1, records: 2100);
        await ArchiveAsync();
        const string Key = "a secret of 16 or more";
        await using var server = KafkaStoreProcess.Start([
            "serve",
            "--local-store",
            Below("archive"),
            "--http-port",
            "0",
            "--http-token",
            Key,
        ]);
        string address = (await server.HttpAddressAsync()).Authority;

        // The README and the page about HTTP have the same.
        Assert.Equal(2, Book.Run("over-http").Length);
        Assert.Single(Book.Run("over-http").Distinct());
        string output = (
            await RunAsync(
                Script("over-http", ("127.0.0.1:8080", address), ("curl ", "curl --silent --show-error --fail ")),
                new Dictionary<string, string> { ["KEY"] = Key }
            )
        ).Succeed();

        Assert.Equal(2 * 1000, output.Split('\n').Count(line => line.StartsWith('{')));
        Assert.Equal(1000, await CountAsync("range.avro"));
    }

    [Fact]
    [RunsBlock("restore")]
    public async Task AnArchiveGoesBackIntoKafka()
    {
        CreateTopic("orders", partitions: 2, records: 300);
        await ArchiveAsync();
        await using var other = ScriptedBroker.Start();

        string output = (await RunAsync(Script("restore", ("HOST:9092", other.Bootstrap)))).Succeed();

        Assert.Contains("would be restored; nothing was written", output);
        Assert.Contains("orders-1: 300 records equal to the archive's", output);
        Assert.Contains("orders-0 -> orders-again-0: 300 records", output);
        Assert.Empty(other.Problems);
    }

    private async Task<int> CountAsync(string file) =>
        (await RunAsync($"kafka-store-reader local {file}")).Succeed().Split('\n').Count(line => line.StartsWith('{'));
}
