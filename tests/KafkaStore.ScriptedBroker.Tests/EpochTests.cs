namespace KafkaStore.Scripted.Tests;

public sealed class EpochTests
{
    [Fact]
    public void EpochEndsWhereTheNextOneBegins()
    {
        var epochs = new EpochHistory(2);
        epochs.Begin(4, at: 10);
        epochs.Begin(7, at: 15);

        Assert.Equal((2, 10L), epochs.EndOf(2, logEnd: 20));
        Assert.Equal((2, 10L), epochs.EndOf(3, logEnd: 20));
        Assert.Equal((4, 15L), epochs.EndOf(5, logEnd: 20));
        Assert.Equal((7, 20L), epochs.EndOf(7, logEnd: 20));
        Assert.Equal((-1, -1L), epochs.EndOf(8, logEnd: 20));
        Assert.Equal((1, 0L), epochs.EndOf(1, logEnd: 20));
    }
}
