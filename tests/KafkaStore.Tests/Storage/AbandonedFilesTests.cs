namespace KafkaStore.Tests.Storage;

public sealed class AbandonedFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalObjectStore store;

    public AbandonedFilesTests()
    {
        store = new LocalObjectStore(folder.Path);
    }

    private string Temporary => folder.Below("~kafka-store/~tmp");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FileOfAKilledProcessIsSwept()
    {
        Leave("1.part", TimeSpan.FromMinutes(2));
        Leave("2.part", TimeSpan.FromDays(2));

        Assert.Equal(2, await store.SweepAbandonedAsync(default));
        Assert.Empty(Directory.GetFiles(Temporary));
    }

    [Fact]
    public async Task FileYoungerThanAMinuteIsLeft()
    {
        Leave("1.part", TimeSpan.FromSeconds(50));

        Assert.Equal(0, await store.SweepAbandonedAsync(default));
        Assert.Single(Directory.GetFiles(Temporary));
    }

    [Fact]
    public async Task FileOfSomebodyElseIsLeft()
    {
        Leave("notes.txt", TimeSpan.FromDays(2));

        Assert.Equal(0, await store.SweepAbandonedAsync(default));
    }

    [Fact]
    public async Task FileBeingWrittenIsLeftHoweverOldItIs()
    {
        int swept = -1;
        var content = new GeneratedContent(1, 1_000_000)
        {
            Interruption = (
                500_000,
                () =>
                {
                    File.SetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Temporary)), DateTime.UtcNow.AddDays(-1));
                    swept = new LocalObjectStore(folder.Path).SweepAbandonedAsync(default).GetAwaiter().GetResult();
                }
            ),
        };

        Assert.Equal(CreateOutcome.Created, await store.CreateAsync("a/1", content, default));
        Assert.Equal(0, swept);
        Assert.Equal(1_000_000, (await store.FindAsync("a/1", default))?.Length);
    }

    [Fact]
    public async Task FileSweptUnderItsWriterIsWrittenAgain()
    {
        int times = 0;
        var content = new GeneratedContent(1, 1_000_000)
        {
            Interruption = (
                500_000,
                () =>
                {
                    if (times++ == 0)
                        File.Delete(Assert.Single(Directory.GetFiles(Temporary)));
                }
            ),
        };

        Assert.Equal(CreateOutcome.Created, await store.CreateAsync("a/1", content, default));
        Assert.Equal(2, times);
    }

    [Fact]
    public async Task SweepBeforeAnythingWasWrittenFindsNothing() => Assert.Equal(0, await store.SweepAbandonedAsync(default));

    private void Leave(string name, TimeSpan age)
    {
        Directory.CreateDirectory(Temporary);
        string path = Path.Combine(Temporary, name);
        File.WriteAllText(path, "half");
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
    }
}
