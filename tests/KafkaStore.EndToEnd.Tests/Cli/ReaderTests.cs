namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>The example of the original's documentation, on files of the original's schema.</summary>
public sealed class ReaderTests : IDisposable
{
    private const string Hello =
        """{"filename": "00000000000000000000", "key": null, "offset": 0, "timestamp": 1478570870012, "value": "hello"}""";
    private const string World =
        """{"filename": "00000000000000000000", "key": null, "offset": 1, "timestamp": 1478570875023, "value": "world"}""";
    private const string Bang =
        """{"filename": "00000000000000000002", "key": null, "offset": 2, "timestamp": 1478570890054, "value": "!"}""";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-reader-");

    public ReaderTests() => OriginalArchive.Write(PathOf(0), (1478570870012, "hello"), (1478570875023, "world"));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task ChainOfTheOriginalIsPrintedAsTheOriginalDoes()
    {
        OriginalArchive.Write(PathOf(2), (1478570890054, "!"));
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", PathOf(0));
        Assert.Equal(0, exitCode);
        Assert.Equal($"{Hello}\n{World}\n{Bang}\n", output);
        Assert.Equal($"Next file not ready yet. Expected: {PathOf(3)}\n", errors);
    }

    [Fact]
    public async Task WaitingReaderShowsTheNextFileWhenItIsThere()
    {
        await using var reader = KafkaStoreProcess.Start("kafka-store-reader", "local", "--wait", PathOf(0));
        await reader.UntilAsync(said => said.Errors == $"Next file not ready yet. Waiting for: {PathOf(2)}\n");
        Assert.Equal($"{Hello}\n{World}\n", reader.Output);
        OriginalArchive.Write(PathOf(2), (1478570890054, "!"));
        await reader.UntilAsync(said => said.Errors.EndsWith($"Next file not ready yet. Waiting for: {PathOf(3)}\n"));
        Assert.Equal($"{Hello}\n{World}\n{Bang}\n", reader.Output);
        await reader.SignalAsync("INT");
        Assert.Equal(0, (await reader.WaitAsync(TimeSpan.FromSeconds(10))).ExitCode);
    }

    [Fact]
    public async Task RangeOfTheOriginalsTopicIsReadByOffsetAndTime()
    {
        OriginalArchive.Write(PathOf(2), (1478570890054, "!"));
        string topic = Path.Combine(folder.FullName, "sample");
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(
            Words($"kafka-store-reader local {topic} --from-offset 1 --to-time 2016-11-08T02:08:10.054Z")
        );
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(World.Replace("\"offset\": 1, ", "\"offset\": 1, \"partition\": 5, ") + "\n", output);
        (exitCode, output, errors) = await KafkaStoreProcess.RunAsync(
            Words($"kafka-store-reader local {Path.Combine(topic, "000005")} --format raw --limit 2")
        );
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal("hello\nworld\n", output);
    }

    [Fact]
    public async Task ReaderThatNobodyReadsEndsQuietly()
    {
        string pipe = $"set -o pipefail; dotnet '{KafkaStoreProcess.Program}' kafka-store-reader local --wait '{PathOf(0)}' | head -1";
        ToolRun run = await ToolRun.RunAsync("bash", ["-c", pipe]);
        Assert.Equal((0, $"{Hello}\n"), (run.ExitCode, run.Output));
        Assert.DoesNotContain("error", run.Errors);
    }

    private string PathOf(long offset) =>
        Path.Combine(folder.FullName, "sample", "000005", offset.ToString("D20", System.Globalization.CultureInfo.InvariantCulture));
}
