namespace KafkaStore.Worker.Tests.Support;

/// <summary>Waits for what comes of itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        using var tooLong = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            Assert.False(tooLong.IsCancellationRequested, "It did not come to what the test waits for.");
            await Task.Delay(50, default);
        }
    }
}
