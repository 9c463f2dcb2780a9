namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>A broker, and a folder in which the built program is run with a configuration file.</summary>
public abstract class ConfiguredRun : IAsyncLifetime
{
    protected ConfiguredFolder Folder { get; } = new();

    protected ScriptedBroker Broker { get; } = ScriptedBroker.Start();

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Broker.DisposeAsync();
        Assert.Empty(Broker.Problems);
        Folder.Delete();
    }
}
