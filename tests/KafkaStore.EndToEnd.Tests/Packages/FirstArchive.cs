using KafkaStore.EndToEnd.Tests.Pages;

namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>What the installation page says to begin with, by a program that was installed in whatever way.</summary>
internal static class FirstArchive
{
    /// <summary>Runs it: the sample is archived with a file of at most ten lines, whole, and is read.</summary>
    /// <param name="bin">Where <c>kafka-store</c> is.</param>
    /// <param name="folder">An empty one to do so in.</param>
    /// <param name="environment">Besides this process's own.</param>
    /// <param name="more">Lines that follow.</param>
    public static async Task MakeAsync(string bin, string folder, IReadOnlyDictionary<string, string> environment, string more = "")
    {
        string block = Assert.Single(Book.Run("first-archive"));
        string[] lines = block.Split('\n');
        int first = Array.FindIndex(lines, line => line.StartsWith("cat > kafka-store.yaml"));
        Assert.InRange(Array.IndexOf(lines, "YAML") - first - 1, 5, 10);
        Directory.CreateDirectory(folder);

        string output = (await BashAsync(block + more)).Succeed();

        Assert.Contains("sample.", output); // the check has asked the broker
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith("{\"filename\": \"")));
        using var report = JsonDocument.Parse((await BashAsync("kafka-store verify --json")).Succeed());
        Assert.Equal(20_000, report.RootElement.GetProperty("totals").GetProperty("records").GetInt64());

        Task<ToolRun> BashAsync(string script)
        {
            string path = environment.GetValueOrDefault("PATH") ?? Environment.GetEnvironmentVariable("PATH")!;
            var found = new Dictionary<string, string>(environment) { ["PATH"] = $"{bin}:{path}" };
            return ToolRun.BashAsync(script, folder, found);
        }
    }
}
