namespace KafkaStore.EndToEnd.Tests.Cli;

public sealed class QuickstartTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-quick-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task TwentyThousandRecordsComeBackEachOnce()
    {
        string folder = Path.Combine(this.folder.FullName, "run");
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync("quickstart", "--dir", folder);
        Assert.True(exitCode == 0, errors);
        Assert.Empty(errors);
        string[] lines = output.Split('\n');
        Assert.Contains("20,000 in, 20,000 out, each once", lines);
        Assert.Equal(4, lines.Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^ +\d+\.\d s  ")));
        Assert.Equal(5, lines.Count(line => line.StartsWith("{\"filename\": \"00000000000000000000\", ")));
        string[] rows = [.. lines.Where(line => line.StartsWith("quickstart/00000"))];
        Assert.All(["Age", "Size", "Requested"], reason => Assert.Contains(rows, row => row.TrimEnd().EndsWith(reason)));
        Assert.Equal(["000000", "000001", "000002", "000003"], rows.Select(row => row.Split('/')[1]).Distinct());
        Assert.Equal(
            rows.Length,
            Directory.GetFiles(Path.Combine(folder, "archive", "quickstart"), "*", SearchOption.AllDirectories).Length
        );

        string command = Assert.Single(lines, line => line.Contains("kafka-store reader local "));
        string path = command.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        (exitCode, output, errors) = await KafkaStoreProcess.RunAsync("kafka-store-reader", "local", path);
        Assert.Equal(0, exitCode);
        Assert.Contains("\"value\": null}", output);
        Assert.Contains("\"headers\": [", output);
        Assert.Contains("\"key\": null, ", output);
        Assert.StartsWith("Next file not ready yet. Expected: ", errors);
    }

    [Fact]
    public async Task LinesOfAFileComeBackWithATombstone()
    {
        string input = Path.Combine(folder.FullName, "lines");
        await File.WriteAllLinesAsync(input, Enumerable.Range(1, 500).Select(number => $"line {number} ü"));
        string output = (
            await KafkaStoreProcess.RunAsync(Words($"quickstart --dir {Path.Combine(folder.FullName, "run")} --input {input}"))
        ).Succeed();
        Assert.Contains("\n501 in, 501 out, each once\n", output);
    }
}
