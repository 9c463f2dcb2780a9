namespace KafkaStore.Worker.Tests.Support;

/// <summary>One worker for all tests that leave it alive; each has a topic of its own.</summary>
public sealed class SharedApp : IAsyncLifetime
{
    public ArchiverApp App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (Azurite.IsInstalled)
        {
            App = await ArchiverApp.StartAsync(
                ("orders", 1),
                ("edges", 2),
                ("idle", 1),
                ("copied", 1),
                ("refused", 1),
                ("read", 1),
                ("purged", 2)
            );
        }
    }

    public async Task DisposeAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
    }
}
