namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>Lets this build write the cases that later builds are held to. Runs only when it is told where to.</summary>
public sealed class WriteFixturesTests
{
    public static TheoryData<string> Names() => [.. Scenes.All.Keys];

    [WriteFixturesTheory]
    [MemberData(nameof(Names))]
    public async Task TheCaseIsWritten(string name)
    {
        using FixtureScene scene = await Scenes.All[name]();
        await scene.SaveAsync(Path.Combine(FixtureFolder.WriteTo!, name));
    }
}
