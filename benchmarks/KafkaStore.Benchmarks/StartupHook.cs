#pragma warning disable CA1050 // The runtime looks for a class of this name outside all namespaces.
/// <summary>What the runtime calls in a program that is measured, before its Main: leaves what the collector did when it ends.</summary>
internal static class StartupHook
{
    /// <summary>Name of the environment variable that names the file.</summary>
    public const string Variable = "KAFKA_STORE_BENCHMARK_COLLECTIONS";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllText(path, CollectionFigures.OfThisProcess().ToString());
    }
}
#pragma warning restore CA1050
