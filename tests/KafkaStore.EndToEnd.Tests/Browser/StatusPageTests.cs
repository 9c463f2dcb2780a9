namespace KafkaStore.EndToEnd.Tests.Browser;

/// <summary>The status page of the built archiver in a browser: every use of it, under its policy, and as axe sees it.</summary>
public sealed class StatusPageTests(ITestOutputHelper output)
{
    [BrowserFact]
    public async Task EveryClickPathGoesWhereItShould()
    {
        await using WatchedArchive archive = await WatchedArchive.StartAsync();
        string run = JsonSerializer.Serialize(
            new
            {
                tools = Repository.PathOf("artifacts/node"),
                chromium = BrowserFactAttribute.Chromium,
                address = archive.Address,
                token = WatchedArchive.Token,
                damaged = archive.Damaged,
                whole = Convert.ToBase64String(archive.Whole),
                screenshots = Repository.PathOf("artifacts/status-page"),
            }
        );
        ToolRun clicked = await ToolRun.RunAsync("node", [Repository.PathOf("tests/node/ui/run.mjs"), run]);
        output.WriteLine(clicked.Output);
        clicked.Succeed();
    }
}
