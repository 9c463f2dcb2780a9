namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>The short fault run with archive and staging on Azurite.</summary>
public sealed class AzureFaultTests(ITestOutputHelper output)
{
    [ServerFact(TestServer.Azurite)]
    public async Task OnAzuriteNothingIsLostDoubledOrDifferentEither()
    {
        var options = new FaultRunOptions(Kills: 3, Records: 24_000, Seed: Environment.TickCount & 0xffff, Zombies: 1) { Faults = 3 };
        await using AzurePlace place = await AzurePlace.CreateAsync();
        using var run = new FaultRun(place, options, output.WriteLine);
        output.WriteLine($"seed {options.Seed}");
        FaultFigures figures = await run.RunAsync();
        output.WriteLine(figures.Describe(options.Seed));
        Assert.Equal((0, 0, 0), (figures.Lost, figures.Doubled, figures.DifferentObjects));
        Assert.True(
            figures.EffectiveKills >= options.Kills && figures.Zombies >= options.Zombies && figures.PlaceFaults.Count == place.Faults.Count
        );
    }
}
