namespace KafkaStore.EndToEnd.Tests.Faults;

/// <summary>A short fault run every day; <c>./test --fault-run</c> runs a long one.</summary>
public sealed class FaultRunTests(ITestOutputHelper output)
{
    [Fact]
    public async Task NothingIsLostDoubledOrDifferentWhateverIsDoneToTheProgram()
    {
        var options = FaultRunOptions.FromEnvironment();
        await using var place = new LocalPlace(megabytes: 256);
        using var run = new FaultRun(place, options, Say);
        Say($"seed {options.Seed}");
        FaultFigures figures = await run.RunAsync();
        Say(figures.Describe(options.Seed));
        Assert.Equal((0, 0, 0), (figures.Lost, figures.Doubled, figures.DifferentObjects));
        Assert.True(figures.EffectiveKills >= options.Kills && figures.Zombies >= options.Zombies && figures.Records >= options.Records);
    }

    private void Say(string text)
    {
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("KAFKASTORE_FAULT_LOG") is { Length: > 0 } log)
            File.AppendAllText(log, text + Environment.NewLine);
    }
}
