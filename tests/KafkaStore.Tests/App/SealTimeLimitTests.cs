namespace KafkaStore.Tests.App;

public sealed class SealTimeLimitTests
{
    [Fact]
    public async Task ARunThatItsTimeLimitEndsSaysNothingOfWhatItDidNotRead()
    {
        using var app = new TestApp(
            options: new ArchiverOptions
            {
                Topics = ["orders"],
                Policy = new SegmentPolicy(TimeSpan.FromHours(1), 1_000_000, MaximumRecords: 2),
                CompressionParallelism = 1,
                SealTimeLimit = TimeSpan.FromMilliseconds(-1), // over before it began, on a clock that stands still
            }
        );
        app.Log.AddPartition(Orders0);
        for (int i = 0; i < 6; i++)
            app.Log.Append(Orders0, Millisecond(i));
        await app.DeliverAsync(Orders0, 0, 1, 2, 3, 4, 5);

        SealOutcome outcome = await app.SealAsync(new SealRequest(Orders0, "attempt"));
        Assert.Equal((2, true, 2), (outcome.Checkpoint, outcome.MoreToSeal, outcome.ReadThrough));
    }
}
