namespace KafkaStore.Tests.Infra;

/// <summary>A test that needs Terraform; shown as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerraformTheoryAttribute : TheoryAttribute
{
    public TerraformTheoryAttribute() => Skip = new ProgramFactAttribute("terraform").Skip;
}
