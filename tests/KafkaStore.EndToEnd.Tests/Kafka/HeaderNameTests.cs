using KafkaStore.Scripted.Log;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>Names of headers that are no UTF-8: Kafka's client gives them as text, so at least they are counted and said.</summary>
public sealed class HeaderNameTests : IAsyncLifetime
{
    private readonly ScriptedBroker broker = ScriptedBroker.Start();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-names-");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await broker.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task TheyAreCountedWhileTheyAreArchivedAndByVerify()
    {
        LogRecord binary = LogRecord.Of("k", "v", 1_700_000_000_000) with
        {
            Headers = [new LogHeader(new byte[] { 0x61, 0xFF }, new byte[] { 1 })],
        };
        LogRecord plain = LogRecord.Of("k", "\uFFFD", 1_700_000_000_000) with { Headers = [LogHeader.Of("ключ", "\uFFFD")] };
        broker.CreateTopic("orders")[0].Append(plain, binary, binary, plain);
        string archive = Path.Combine(folder.FullName, "archive");

        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(WholeTopic(broker.Bootstrap, "orders", archive));

        Assert.Equal(0, exitCode);
        Assert.Contains("orders-0: 1 header names so far, the last at offset 1, have U+FFFD", errors);
        (exitCode, string output, _) = await KafkaStoreProcess.RunAsync("verify", "--local-store", archive);
        Assert.Equal(0, exitCode);
        Assert.Contains("orders-0: 2 header names with U+FFFD", output);
    }
}
