namespace KafkaStore.Tests.Layers;

/// <summary>Hosts know adapters, adapters know the domain, and nothing knows the other way round.</summary>
public sealed partial class LayerTests
{
    private static readonly Assembly Domain = typeof(Record).Assembly;

    // The platform, and what knows nothing of the world outside: abstractions of logging, a policy of trying again, compression.
    private static readonly string[] Neutral =
    [
        "System",
        "Microsoft.Win32",
        "netstandard",
        "mscorlib",
        "Microsoft.Extensions.Logging.Abstractions",
        "Polly.Core",
        "ZstdSharp",
    ];

    [Fact]
    public void DomainKnowsNoCloudNoKafkaAndNoFunctionsSdk() => Assert.Empty(ReferencesOf(Domain));

    [Fact]
    public void KafkaAdapterKnowsTheDomainAndItsClientAlone() =>
        Assert.Equal(["Confluent.Kafka", "KafkaStore"], ReferencesOf(typeof(KafkaRecordLog).Assembly));

    [Fact]
    public void SchemasKnowTheDomainApacheAvroAndCodecsAlone() =>
        Assert.Equal(
            ["Avro", "KafkaStore", "SharpCompress", "Snappier"],
            ReferencesOf(typeof(KafkaStore.Schemas.ConfluentFraming).Assembly)
        );

    [Fact]
    public void FunctionsKnowNoAdapterAndNoHost() =>
        Assert.DoesNotContain(
            ReferencesOf(typeof(AppendBatch).Assembly),
            name => name.StartsWith("KafkaStore.") || name.StartsWith("Confluent")
        );

    [Fact]
    public void AdaptersAreKnownToHostsAlone() =>
        Assert.All(
            Projects.Arrows.Where(arrow => arrow.To is "Kafka" or "Schemas" || arrow.To.Contains('.')),
            arrow => Assert.Contains(arrow.From, (string[])["Hosting", "LocalHost", "FunctionApp", "Cli"])
        );

    [Theory]
    [InlineData("Segments")]
    [InlineData("Naming")]
    [InlineData("Avro")]
    [InlineData("Records")]
    public void PureFoldersDoNoInputOrOutputNoLoggingNoAsyncAndAskNoClock(string folder)
    {
        foreach ((string path, string text) in SourceTree.Files($"KafkaStore/{folder}"))
            Assert.False(Impure().IsMatch(text), $"{path}: {Impure().Match(text).Value}");
    }

    [Fact]
    public void FunctionClassesTakeNothingThatASecondHostCannotMake()
    {
        foreach ((string path, string text) in SourceTree.Files("KafkaStore.Functions"))
            Assert.False(text.Contains("FunctionContext"), path);
    }

    [Fact]
    public void NoSourceIsCompiledConditionally()
    {
        foreach ((string path, string text) in SourceTree.Files("."))
            Assert.DoesNotMatch(@"(?m)^\s*#if\b", text.Insert(0, $"// {path}\n"));
    }

    [Fact]
    public void ProgramOfTheFunctionAppStaysBelowThirtyLinesOfCode() =>
        Assert.True(
            File.ReadLines(Repository.PathOf("src/KafkaStore.FunctionApp/Program.cs"))
                .Count(line => line.Length > 0 && !line.StartsWith("using ")) < 30
        );

    private static string[] ReferencesOf(Assembly assembly) =>
        [
            .. assembly
                .GetReferencedAssemblies()
                .Select(name => name.Name!)
                .Where(name => !Neutral.Any(neutral => name == neutral || (neutral == "System" && name.StartsWith("System."))))
                .Order(StringComparer.Ordinal),
        ];

    // In-memory streams are how .NET compresses; everything that waits, writes or looks at a clock is not here.
    [GeneratedRegex(
        @"\basync\b|\bawait\b|\bTask\b|\bValueTask\b|\bILogger\b|\bTimeProvider\b|DateTime(Offset)?\.(Utc)?Now|\bFile\.|\bFileStream\b|\bDirectory\.|\bSocket\b|\bHttpClient\b"
    )]
    private static partial Regex Impure();
}
