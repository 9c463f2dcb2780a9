namespace KafkaStore.Tests.Fixtures;

/// <summary>Shown as skipped unless the variable is set.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WriteFixturesTheoryAttribute : TheoryAttribute
{
    public WriteFixturesTheoryAttribute() =>
        Skip = FixtureFolder.WriteTo is null ? $"Only with {FixtureFolder.WriteVariable}=FOLDER; see Fixtures/README.md." : null;
}
