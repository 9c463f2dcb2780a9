namespace KafkaStore.Tests.Avro;

/// <summary>Avro's own Python library (Debian package python3-avro), a reader and writer that shares no code with ours.</summary>
internal static class PythonAvro
{
    // Another python3 may come first on PATH, without Debian's packages.
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> Missing = new(FindMissing);

    /// <summary>Null when it can be used, otherwise why not.</summary>
    public static string? WhyMissing => Missing.Value;

    /// <summary>Runs one of the scripts beside the tests; what it printed.</summary>
    public static string Run(string script, string input, params string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Avro", "Python", script);
        return Start(input, [path, .. arguments]).Succeed();
    }

    private static string? FindMissing()
    {
        if (!File.Exists(Python))
            return $"{Python} is missing";
        return Start("", ["-c", "import avro.datafile"]).ExitCode == 0
            ? null
            : "python3-avro is not installed (apt-get install python3-avro)";
    }

    private static ToolRun Start(string input, IEnumerable<string> arguments) =>
        ToolRun.RunAsync(Python, arguments, input: input).GetAwaiter().GetResult();
}

/// <summary>Skipped, visibly, only where python3-avro is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonAvroFactAttribute : FactAttribute
{
    public PythonAvroFactAttribute() => Skip = PythonAvro.WhyMissing;
}
