using KafkaStore.EndToEnd.Tests.Cli;

namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>kill -9 at random, on the real program, compared byte for byte with a run that nothing disturbed.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Partitions = 4;
    private const int Records = 200_000;
    private const int Kills = 5;
    private const int EffectiveKills = 3;
    private const int SegmentBytes = 128 * 1024;

    private readonly EmbeddedBroker broker = EmbeddedBroker.Start();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-kills-");

    public void Dispose()
    {
        broker.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task KillsAtRandomLeaveTheFilesOfAnUninterruptedRun()
    {
        broker.CreateTopic("orders", Partitions);
        var archive = new ArchiveFolder(Path.Combine(folder.FullName, "killed"));
        var random = new Random(20_261_122);
        await using var producer = new SteadyProducer(broker.Brokers, "orders", Partitions);
        int kills = 0;
        int effective = 0;
        for (; kills < Kills || effective < EffectiveKills; kills++)
        {
            Assert.True(kills < 2 * Kills, $"Only {effective} of {kills} kills met a seal in flight.");
            await producer.ProduceAsync(Math.Min(16_000, Records - (int)producer.Produced));
            if (await KillSoonAfterAcceptingAsync(archive, random))
                effective++;
        }

        await producer.ProduceAsync(Records - (int)producer.Produced);
        await RunToEndAsync(archive.Path);
        var undisturbed = new ArchiveFolder(Path.Combine(folder.FullName, "undisturbed"));
        await RunToEndAsync(undisturbed.Path);

        output.WriteLine($"{kills} kills, {effective} with a complete segment staged and not sealed, {archive.Objects().Count} objects");
        Assert.True(undisturbed.Objects().Count > 4 * Partitions);
        Assert.Equal(RestoreProgram.Digests(undisturbed), RestoreProgram.Digests(archive));
        Assert.Empty(archive.Chunks());
    }

    // Whether the kill met a chunk staged and a seal unfinished: a whole segment's bytes are staged and not yet swept.
    private async Task<bool> KillSoonAfterAcceptingAsync(ArchiveFolder archive, Random random)
    {
        HashSet<ChunkName> before = [.. archive.Chunks()];
        await using var program = KafkaStoreProcess.Start(Arguments(archive.Path));
        DateTime limit = DateTime.UtcNow + TimeSpan.FromSeconds(30);
        while (archive.Chunks().All(before.Contains))
        {
            Assert.False(program.HasExited, program.Errors);
            Assert.True(DateTime.UtcNow < limit, $"Nothing was accepted within 30 s:\n{program.Errors}");
            await Task.Delay(5);
        }

        await Task.Delay(random.Next(200));
        await program.KillAsync();
        return Enumerable
            .Range(0, Partitions)
            .Any(partition => archive.StagedBytes(new TopicPartition("orders", partition)) >= SegmentBytes);
    }

    private async Task RunToEndAsync(string path)
    {
        (await KafkaStoreProcess.RunAsync([.. Arguments(path), "--exit-at-end", "--close-at-end"])).Succeed();
    }

    private string[] Arguments(string path) => Following(broker.Brokers, "orders", path, Words($"--file-size 128K --file-age-seconds 300"));
}
