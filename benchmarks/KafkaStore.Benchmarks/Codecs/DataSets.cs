using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using KafkaStore.Cli.Quickstart;
using KafkaStore.Records;

namespace KafkaStore.Benchmarks.Codecs;

/// <summary>Real data that is on every machine: of the runtime, of Debian's package manager, of the packages that this build restores.</summary>
internal static class DataSets
{
    private const int PieceBytes = 1024;

    // Large ones, with documentation, that the build takes anyway.
    private static readonly string[] Assemblies = ["AWSSDK.S3", "Azure.Storage.Blobs", "Confluent.Kafka", "Google.Apis.Storage.v1"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All that this machine has.</summary>
    public static IEnumerable<DataSet> All()
    {
        yield return DataSet.Of(
            "quickstart",
            "the records of kafka-store quickstart: public members of .NET's own types",
            MemberRecords.All()
        );
        const string Status = "/var/lib/dpkg/status";
        if (File.Exists(Status))
            yield return DataSet.Of("packages", $"{Status}, each package a JSON object of its fields", Packages(Status));
        const string Lists = "/var/lib/dpkg/info";
        if (Directory.Exists(Lists))
            yield return DataSet.Of("files", $"{Lists}/*.list, each line a JSON object of package and path", Files(Lists));
        string[] documents = Restored(".xml");
        if (documents.Length > 0)
            yield return DataSet.Of("texts", $"documentation of {Names(documents)}, each member a JSON object", Texts(documents));
        string[] libraries = Restored(".dll");
        if (libraries.Length > 0)
            yield return DataSet.Of("binary", $"{Names(libraries)}, cut into pieces of 1 KiB", Pieces(libraries));
    }

    // Fields of several lines go on with a space.
    private static IEnumerable<Record> Packages(string path)
    {
        var fields = new Dictionary<string, string>();
        string name = "";
        foreach (string line in File.ReadLines(path).Append(""))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0 && fields.Count > 0)
            {
                yield return Of(fields["Package"], fields);
                fields.Clear();
            }
            else if (line.StartsWith(' '))
            {
                fields[name] += $"\n{line[1..]}";
            }
            else if (colon > 0)
            {
                fields[name = line[..colon]] = line[(colon + 1)..].Trim();
            }
        }
    }

    private static IEnumerable<Record> Files(string folder) =>
        from list in Directory.EnumerateFiles(folder, "*.list").Order(StringComparer.Ordinal)
        let package = Path.GetFileNameWithoutExtension(list)
        from path in File.ReadLines(list)
        select Of(package, new { package, path });

    private static IEnumerable<Record> Texts(string[] paths) =>
        from path in paths
        let assembly = Path.GetFileNameWithoutExtension(path)
        from member in XDocument.Load(path).Descendants("member")
        let name = (string?)member.Attribute("name") ?? ""
        select Of(
            name,
            new
            {
                assembly,
                member = name,
                text = string.Join(' ', member.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            }
        );

    private static IEnumerable<Record> Pieces(string[] paths) =>
        from path in paths
        from piece in File.ReadAllBytes(path).Chunk(PieceBytes).Select((bytes, number) => (bytes, number))
        select new Record(-1, -1, Encoding.UTF8.GetBytes($"{Path.GetFileName(path)}:{piece.number}"), piece.bytes, []);

    private static Record Of<T>(string key, T value) =>
        new(-1, -1, Encoding.UTF8.GetBytes(key), JsonSerializer.SerializeToUtf8Bytes(value, Plain), []);

    // One of each, the same on every machine with the same packages.
    private static string[] Restored(string extension)
    {
        string packages =
            Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return
        [
            .. Assemblies
                .Select(name => Path.Combine(packages, name.ToLowerInvariant()))
                .Where(Directory.Exists)
                .Select(folder =>
                    Directory
                        .EnumerateFiles(folder, "*" + extension, SearchOption.AllDirectories)
                        .Where(path => path.Contains("/lib/", StringComparison.Ordinal))
                        .Order(StringComparer.Ordinal)
                        .LastOrDefault()
                )
                .OfType<string>(),
        ];
    }

    private static string Names(string[] paths) => string.Join(", ", paths.Select(path => $"{Path.GetFileName(path)} {Version(path)}"));

    // PACKAGE/VERSION/lib/…
    private static string Version(string path) => path[..path.IndexOf("/lib/", StringComparison.Ordinal)].Split('/')[^1];
}
