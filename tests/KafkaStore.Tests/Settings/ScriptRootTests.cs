namespace KafkaStore.Tests.Settings;

/// <summary>The functions host watches the folder that it runs the app from: nothing that the app writes may lie there.</summary>
public sealed class ScriptRootTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private ScriptRoot Root => new(Path.Combine(folder.Path, "bin", "output"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        "bin/output",
        "else/staging",
        "KafkaStore__ArchiveUrl is the folder {0}/bin/output, inside {0}/bin/output, where the app runs: "
    )]
    [InlineData("bin/output/archive", "else/staging", "KafkaStore__ArchiveUrl is the folder {0}/bin/output/archive, inside ")]
    [InlineData("else/archive", "bin/output/a/b/staging/", "KafkaStore__StagingUrl is the folder {0}/bin/output/a/b/staging")]
    [InlineData("bin/output/../output/archive", "else/staging", "KafkaStore__ArchiveUrl is the folder {0}/bin/output/archive, inside ")]
    public void AFolderInItIsRefusedWithItsSetting(string archive, string staging, string expected)
    {
        var locations = StoreLocations.Parse(In(archive), In(staging), []);
        string said = Assert.Throws<StoreLocationException>(() => Root.ThrowIfWrittenTo(locations, "/tmp")).Message;
        Assert.StartsWith(string.Format(null, expected, folder.Path), said);
        Assert.EndsWith("Give the full path of a folder elsewhere, or one that begins with ~/.", said);
    }

    [Fact]
    public void MirrorsAndTheTemporaryFolderAreRefusedThereToo()
    {
        var mirrored = StoreLocations.Parse(In("archive"), In("staging"), ["gs://bucket/mirror", In("bin/output/mirror")]);
        Assert.Contains("KafkaStore__MirrorUrls is the folder", Refusal(mirrored, "/tmp"));
        Assert.Contains("TMP", Refusal(StoreLocations.Parse(In("archive"), In("staging"), []), In("bin/output/tmp")));
    }

    [Fact]
    public void ALinkThatLeadsIntoItIsSeen()
    {
        Directory.CreateDirectory(Path.Combine(Root.Folder, "kept"));
        Directory.CreateSymbolicLink(In("link"), Root.Folder);
        Assert.Contains("KafkaStore__ArchiveUrl", Refusal(StoreLocations.Parse(In("link/kept/archive"), In("staging"), []), "/tmp"));
        var throughLink = new ScriptRoot(In("link"));
        Assert.Throws<StoreLocationException>(() =>
            throughLink.ThrowIfWrittenTo(StoreLocations.Parse(In("bin/output/archive"), In("staging"), []), "/tmp")
        );
    }

    [Fact]
    public void RelativeFoldersLieInItSinceTheHostStartsTheAppThere()
    {
        var root = new ScriptRoot(Directory.GetCurrentDirectory());
        var locations = StoreLocations.Parse("kafka-archive", "kafka-staging", []);
        Assert.Throws<StoreLocationException>(() => root.ThrowIfWrittenTo(locations, "/tmp"));
    }

    [Theory]
    [InlineData("else/archive")]
    [InlineData("bin/output-archive")]
    [InlineData("bin")]
    [InlineData(".")]
    public void WhatLiesElsewhereIsTakenAboveItToo(string archive) =>
        Root.ThrowIfWrittenTo(
            StoreLocations.Parse(In(archive), "https://account.blob.core.windows.net/staging", ["s3://bucket/mirror"]),
            "/tmp"
        );

    [Fact]
    public void TheHostSaysWhereItIs()
    {
        Assert.Equal("/app", ScriptRoot.Find(name => name == "FUNCTIONS_APPLICATION_DIRECTORY" ? "/app" : null).Folder);
        Assert.Equal(AppContext.BaseDirectory, ScriptRoot.Find(_ => "").Folder);
    }

    [Fact]
    public void TheSampleArchivesAndStagesInTheUsersOwnFolder()
    {
        using var sample = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("local.settings.sample.json")));
        JsonElement values = sample.RootElement.GetProperty("Values");
        var locations = StoreLocations.Parse(Text("KafkaStore__ArchiveUrl"), Text("KafkaStore__StagingUrl"), []);
        locations.ThrowIfOverlapping();
        new ScriptRoot(Repository.PathOf("src/KafkaStore.FunctionApp/bin/output")).ThrowIfWrittenTo(locations, "/tmp");
        Assert.StartsWith(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), locations.Archive.Address);

        string Text(string name) => values.GetProperty(name).GetString()!;
    }

    [Fact]
    public void ATildeIsTheUsersFolderOnlyBeforeASlash()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal(Path.Combine(home, "kafka", "archive"), StoreLocation.Parse("~/kafka/archive").Address);
        Assert.Equal(Path.GetFullPath(home), StoreLocation.Local("~").Address);
        Assert.Equal(Path.GetFullPath("~kafka-store/state"), StoreLocation.Local("~kafka-store/state").Address);
    }

    private string In(string path) => Path.Combine(folder.Path, path);

    private string Refusal(StoreLocations locations, string temporary) =>
        Assert.Throws<StoreLocationException>(() => Root.ThrowIfWrittenTo(locations, temporary)).Message;
}
