namespace KafkaStore.Tests.Fixtures;

/// <summary>The SHA-256 of every file of a version's cases, in the form that <c>sha256sum --check</c> reads.</summary>
public static class FixtureManifest
{
    public const string FileName = "manifest.sha256";

    public static string Of(string folder) =>
        string.Concat(
            Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(name => name != FileName)
                .Order(StringComparer.Ordinal)
                .Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))))}  {name}\n")
        );

    public static string Read(string folder) => File.ReadAllText(Path.Combine(folder, FileName));

    public static void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), Of(folder));
}
