namespace KafkaStore.Tests.Infra;

/// <summary>A test that needs the Bicep compiler; shown as skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() =>
        Skip = Compiler is null ? "There is no bicep on this machine; ./setup --tests installs it where NuGet has it." : null;

    /// <summary>On the PATH, or where ./setup puts it.</summary>
    public static string? Compiler { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append(Repository.PathOf("artifacts/bicep"))
            .Select(folder => Path.Combine(folder, "bicep"))
            .FirstOrDefault(File.Exists);
}
