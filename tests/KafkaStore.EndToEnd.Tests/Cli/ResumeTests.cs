using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>The built program: a fault outlives its runs, and <c>kafka-store resume</c> clears it once its cause is gone.</summary>
public sealed class ResumeTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-resume-");
    private readonly ScriptedBroker broker = ScriptedBroker.Start();

    private string Archive => Path.Combine(folder.FullName, "archive");

    private string Last => Path.Combine(Archive, "orders", "000000", "00000000000000000000");

    public async Task InitializeAsync()
    {
        Topic orders = broker.CreateTopic("orders");
        orders[0].Fill(100, i => LogRecord.Of("key", $"{i}"));
        Assert.Equal(0, (await ArchiveAsync()).ExitCode);
        orders[0].Fill(100, i => LogRecord.Of("key", $"more {i}"));
    }

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task OnlyResumingClearsAFaultAndOnlyOnceItsCauseIsGone()
    {
        byte[] whole = await File.ReadAllBytesAsync(Last);
        await File.WriteAllBytesAsync(Last, whole[..50]);
        Assert.Contains("is damaged", await FaultedAsync(), StringComparison.Ordinal);

        (int exitCode, string output, string errors) = await ResumeAsync("--partition", "0");
        Assert.True(exitCode == 1, errors);
        Assert.StartsWith("orders-0: still there (ArchiveDamaged). ", output, StringComparison.Ordinal);
        Assert.Contains("kafka-store verify", output, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(Last, whole);
        Assert.Contains("is damaged", await FaultedAsync(), StringComparison.Ordinal); // a restart clears nothing

        (exitCode, output, errors) = await ResumeAsync();
        Assert.True(exitCode == 0, errors);
        Assert.StartsWith("orders-0: cleared (ArchiveDamaged). Its cause is gone.", output, StringComparison.Ordinal);
        (exitCode, errors) = await ArchiveAsync();
        Assert.True(exitCode == 0, errors);
        Assert.Equal(2, new ArchiveFolder(Archive).Objects().Count);
    }

    [Fact]
    public async Task WhereNothingIsFaultedItSaysSo()
    {
        (int exitCode, string output, _) = await ResumeAsync();
        Assert.Equal(0, exitCode);
        Assert.StartsWith("orders: no partition is faulted in ", output, StringComparison.Ordinal);
        (exitCode, output, _) = await ResumeAsync("--partition", "0");
        Assert.Equal(0, exitCode);
        Assert.Equal("orders-0: it is not faulted.", output.Trim());
    }

    [Theory]
    [InlineData("no topic is given", "--broker-list", "127.0.0.1:1", "--group", "g", "--local-store", "/")]
    [InlineData("no broker is given", "--topic", "orders", "--group", "g", "--local-store", "/")]
    [InlineData("no consumer group is given", "--topic", "orders", "--broker-list", "127.0.0.1:1", "--local-store", "/")]
    [InlineData("no store is given", "--topic", "orders", "--broker-list", "127.0.0.1:1", "--group", "g")]
    [InlineData("--partition takes", "--topic", "orders", "--partition", "all")]
    public async Task WhatIsMissingIsSaid(string expected, params string[] arguments)
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(["resume", .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APlaceThatIsNotThereIsNotMade()
    {
        string nowhere = Path.Combine(folder.FullName, "nowhere");
        (int exitCode, _, string errors) = await ResumeAsync("--staging-url", nowhere);
        Assert.Equal(1, exitCode);
        Assert.Contains($"there is no folder {nowhere}", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(nowhere));
    }

    private async Task<string> FaultedAsync()
    {
        (int exitCode, string errors) = await ArchiveAsync();
        Assert.Equal(3, exitCode);
        return errors;
    }

    private Task<ToolRun> ResumeAsync(params string[] more) =>
        KafkaStoreProcess.RunAsync([
            "resume",
            "--topic",
            "orders",
            "--broker-list",
            broker.Bootstrap,
            "--group",
            "g",
            "--local-store",
            Archive,
            .. more,
        ]);

    private async Task<(int ExitCode, string Errors)> ArchiveAsync()
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync([
            "--broker-list",
            broker.Bootstrap,
            "--topic",
            "orders",
            "--group",
            "g",
            "--local-store",
            Archive,
            "--offset-reset",
            "earliest",
            "--exit-at-end",
            "--close-at-end",
            "--settling-seconds",
            "1",
        ]);
        return (exitCode, errors);
    }
}
