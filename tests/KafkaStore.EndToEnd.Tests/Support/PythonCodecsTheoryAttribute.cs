namespace KafkaStore.EndToEnd.Tests.Support;

/// <summary>Skipped, visibly, only where Avro's Python library, or what it compresses with, is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonCodecsTheoryAttribute : TheoryAttribute
{
    /// <summary>Debian's: another one may come first on PATH, without its packages.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> Missing = new(FindMissing);

    public PythonCodecsTheoryAttribute() => Skip = Missing.Value;

    private static string? FindMissing()
    {
        if (!File.Exists(Python))
            return $"{Python} is missing";
        string[] import = ["-c", "import avro.datafile, bz2, snappy, zstandard"];
        return ToolRun.RunAsync(Python, import).GetAwaiter().GetResult().ExitCode == 0
            ? null
            : "Avro's codecs for Python are not installed (apt-get install python3-avro python3-snappy python3-zstandard)";
    }
}
