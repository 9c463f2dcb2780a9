using KafkaStore.Scripted.Log;
using KafkaStore.Scripted.Topics;

namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>Archives of the topic orders, each made once for the tests that restore it: a restore changes nothing in one.</summary>
public sealed class SurveyedArchives : IDisposable
{
    private const int None = -1;

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<int, string> made = [];

    /// <summary>Two partitions of six records, one of which may have two million bytes.</summary>
    /// <param name="largeIn">The partition of that record.</param>
    /// <param name="at">Time of the first record, in milliseconds; the others follow one a millisecond.</param>
    public async Task<string> FindAsync(int? largeIn, long at)
    {
        int key = largeIn ?? None;
        if (made.TryGetValue(key, out string? archive))
            return archive;
        archive = folder.Below($"archive-{made.Count}");
        await using (var source = ScriptedBroker.Start())
        {
            FillOrders(source, largeIn, at, at + 5);
            await ArchiveAsync(source, archive);
            Assert.Empty(source.Problems);
        }

        made.Add(key, archive);
        return archive;
    }

    /// <inheritdoc cref="FindAsync"/>
    internal static void FillOrders(ScriptedBroker source, int? largeIn, long at, long lastAt)
    {
        Topic orders = source.CreateTopic("orders", 2);
        for (int partition = 0; partition < 2; partition++)
        {
            for (int i = 0; i < 5; i++)
                orders[partition].Append(LogRecord.Of("k", $"v{i}", at + i));
            orders[partition].Append(LogRecord.Of("k", partition == largeIn ? new string('x', 2_000_000) : "last", lastAt));
        }
    }

    internal static async Task ArchiveAsync(ScriptedBroker source, string archive) =>
        (await KafkaStoreProcess.RunAsync(WholeTopic(source.Bootstrap, "orders", archive, "--settling-seconds", "1"))).Succeed();

    public void Dispose() => folder.Dispose();
}
