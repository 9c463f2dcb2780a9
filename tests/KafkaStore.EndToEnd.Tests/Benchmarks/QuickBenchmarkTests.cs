namespace KafkaStore.EndToEnd.Tests.Benchmarks;

/// <summary>What <c>./benchmarks/run --quick</c> does: ratios of processor time and memory, which other tests beside it disturb little.</summary>
public sealed class QuickBenchmarkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task NoRatioOfArchivingIsFarOff()
    {
        using var folder = new TemporaryFolder();
        string program = Path.Combine(AppContext.BaseDirectory, "KafkaStore.Benchmarks.dll");

        string tables = (await ToolRun.RunAsync("dotnet", [program, "quick", "--folder", folder.Path])).Succeed();

        output.WriteLine(tables);
        Assert.Contains("CPU-s a GB beyond consuming and compressing", tables);
    }
}
