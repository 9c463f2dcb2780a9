using System.Text.Json.Nodes;
using KafkaStore.EndToEnd.Tests.Browser;

namespace KafkaStore.EndToEnd.Tests.States;

/// <summary>One browser for the status pages of several runs, driven by <c>tests/node/ui/states.mjs</c>; started when it is first needed.</summary>
public sealed class PageSession : IAsyncDisposable, IAsyncLifetime
{
    private readonly Process node;

    public PageSession()
    {
        string tools = JsonSerializer.Serialize(
            new { tools = Repository.PathOf("artifacts/node"), chromium = BrowserFactAttribute.Chromium }
        );
        node = Process.Start(
            new ProcessStartInfo("node", [Repository.PathOf("tests/node/ui/states.mjs"), tools])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Asks the page for something and waits until it is so.</summary>
    /// <param name="wish">As <c>states.mjs</c> takes it.</param>
    public async Task AskAsync(object wish)
    {
        await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(wish));
        await node.StandardInput.FlushAsync();
        string? answer = await node.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        JsonNode outcome = JsonNode.Parse(answer ?? throw new InvalidOperationException("The browser has ended."))!;
        Assert.True(outcome["ok"]!.GetValue<bool>(), outcome["error"]?.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        node.StandardInput.Close();
        await node.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
        node.Dispose();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
