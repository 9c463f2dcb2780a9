namespace KafkaStore.Tests.Avro;

/// <summary>Avro's own Python library (Debian package python3-avro), a reader and writer that shares no code with ours.</summary>
internal static class PythonAvro
{
    // Another python3 may come first on PATH, without Debian's packages.
    private const string Python = "/usr/bin/python3";

    private static readonly ConcurrentDictionary<string, string?> Missing = new();

    /// <summary>Null when it can be used, otherwise why not.</summary>
    /// <param name="codec">A module that it packs blocks with, of Debian's package python3-MODULE; null for none.</param>
    public static string? WhyMissing(string? codec) =>
        Missing.GetOrAdd("avro.datafile", FindMissing, "python3-avro")
        ?? (codec is null ? null : Missing.GetOrAdd(codec, FindMissing, $"python3-{codec}"));

    /// <summary>Runs one of the scripts beside the tests; what it printed.</summary>
    public static string Run(string script, string input, params string[] arguments)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Avro", "Python", script);
        return Start(input, [path, .. arguments]).Succeed();
    }

    private static string? FindMissing(string module, string package)
    {
        if (!File.Exists(Python))
            return $"{Python} is missing";
        return Start("", ["-c", $"import {module}"]).ExitCode == 0 ? null : $"{package} is not installed (apt-get install {package})";
    }

    private static ToolRun Start(string input, IEnumerable<string> arguments) =>
        ToolRun.RunAsync(Python, arguments, input: input).GetAwaiter().GetResult();
}

/// <summary>Skipped, visibly, only where python3-avro, or what it packs blocks with, is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonAvroFactAttribute : FactAttribute
{
    public PythonAvroFactAttribute(string? codec = null) => Skip = PythonAvro.WhyMissing(codec);
}
