namespace KafkaStore.Tests.Packages;

/// <summary>The set-up scripts in a folder of their own, with a registry and a package folder of their own.</summary>
internal sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder root = new();

    public PackageFeed()
    {
        string[] files =
        [
            "setup",
            "scripts/common.sh",
            "scripts/package.proj",
            "global.json",
            "Directory.Build.props",
            "Directory.Build.targets",
            "Directory.Packages.props",
            "compat/KafkaExtension.targets",
        ];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(InRoot(file))!);
            File.Copy(Path.Combine(Repository.Root, file), InRoot(file));
        }

        Directory.CreateDirectory(InRoot("feed"));
        Use("feed");
    }

    public string Choice =>
        File.Exists(InRoot("kafka-extension.props"))
            ? File.ReadAllText(InRoot("kafka-extension.props")).Split("<KafkaExtension>")[1].Split('<')[0]
            : "none";

    public void Dispose() => root.Dispose();

    /// <summary>Takes another registry: a folder, or a URL.</summary>
    public void Use(string feed) =>
        File.WriteAllText(
            InRoot("NuGet.config"),
            $"""
            <configuration><packageSources><clear /><add key="only" value="{feed}" allowInsecureConnections="true" /></packageSources></configuration>
            """
        );

    /// <summary>Puts an empty package of that name into the registry.</summary>
    public void Serve(string package, string version, string? needs = null)
    {
        using ZipArchive zip = ZipFile.Open(InRoot($"feed/{package}.{version}.nupkg"), ZipArchiveMode.Create);
        Write(
            zip,
            $"{package}.nuspec",
            $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
              <id>{package}</id><version>{version}</version><authors>a test</authors><description>empty</description>
              <dependencies>{(
                needs is null ? "" : $"""<group targetFramework="net8.0"><dependency id="{needs}" version="1.0.0" /></group>"""
            )}</dependencies>
            </metadata></package>
            """
        );
        Write(zip, "lib/net8.0/_._", "");
    }

    public Task<ToolRun> SetUpAsync(params string[] arguments) =>
        ToolRun.RunAsync(InRoot("setup"), arguments, root.Path, new Dictionary<string, string> { ["NUGET_PACKAGES"] = InRoot("packages") });

    private string InRoot(string path) => Path.Combine(root.Path, path);

    private static void Write(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
