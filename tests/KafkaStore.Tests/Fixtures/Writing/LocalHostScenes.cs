namespace KafkaStore.Tests.Fixtures.Writing;

/// <summary>Folders as the local host leaves them.</summary>
internal static class LocalHostScenes
{
    public static async Task<FixtureScene> DefaultFoldersAsync()
    {
        using TestApp producer = Scenes.NewApp(Scenes.Options(5));
        producer.Append(13);
        producer.Log.Compact(Orders0, 3);
        producer.Log.Compact(Orders0, 11);
        var disk = new TemporaryFolder();
        string archive = disk.Below(FixtureCopy.ArchiveFolder);
        await LocalHostRun.ToTheEndAsync(archive, null, producer.Log, producer.Options, TestTime.Epoch, close: false);
        var app = new TestApp(
            producer.Log,
            await FixtureCopy.LoadAsync(archive, FixtureCopy.ArchiveFolder),
            producer.Options,
            await FixtureCopy.LoadAsync(Path.Combine(archive, FixtureCopy.DefaultStaging), FixtureCopy.StagingFolder)
        );
        return new FixtureScene(
            "The folders of a local host that ended with a record and a proof staged: its state, with the staged chunks, lies in the archive's folder.",
            app
        )
        {
            Disk = disk,
        };
    }
}
