using KafkaStore.Mirroring;

namespace KafkaStore.Cli.Mirror;

/// <summary>The command line of <c>kafka-store mirror</c>.</summary>
internal static class MirrorCommand
{
    public static Command Create()
    {
        var stores = new StoreOptions(" The first store given is copied from, the others are filled.");
        Option<string[]> topic = TopicOption.Create(
            "Copy only this topic; may be given several times. [default: everything in the archive]"
        );
        var command = new Command(
            "mirror",
            "Copy all files of an archive that other stores lack, byte for byte and at once; an archiver that is given several stores goes on from there. "
                + "Overwrites nothing; may run beside archivers, and again after it was stopped. The exit code is 1 when a store has another file than the archive."
        );
        stores.AddTo(command);
        command.Options.Add(topic);
        Option<bool> json = JsonReport.Option();
        command.Options.Add(json);
        command.SetAction(
            (result, stopping) =>
            {
                IReadOnlyList<StoreLocation> locations = stores.Locations(result);
                if (locations.Count < 2)
                {
                    throw new UsageException(
                        "mirror takes two stores or more, as --local-store DIR --s3-store-url s3://BUCKET: the first is copied from."
                    );
                }

                string[] topics = result.ArchivedTopics(topic);
                return RunAsync(locations, stores.Settings(result), topics, result.GetValue(json), stopping);
            }
        );
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<StoreLocation> locations,
        StoreSettings settings,
        IReadOnlyCollection<string> topics,
        bool json,
        CancellationToken stopping
    )
    {
        IObjectReader archive = await Stores.OpenForReadingAsync(locations[0], settings, stopping);
        var mirrors = new List<(string Store, MirrorFill Fill)>();
        foreach (StoreLocation location in locations.Skip(1))
        {
            IObjectStore mirror = await Stores.OpenArchiveAsync(location, settings, stopping);
            var fill = new MirrorFill(archive, mirror);
            await ProgressDisplay.ShowAsync(
                () => ProgressNow.OfBytes("copying", fill.DoneBytes, fill.TotalBytes),
                fill.RunAsync(topics, stopping)
            );
            if (fill.Copied + fill.AlreadyThere + fill.Conflicts.Count == 0)
            {
                throw new CommandFailedException(
                    $"{archive.DisplayName} holds no archive{(topics.Count == 0 ? "" : $" of {string.Join(", ", topics)}")}, so nothing was copied. Check the first store that you gave."
                );
            }

            if (!json)
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{mirror.DisplayName}: {fill.Copied:N0} copied ({new ByteSize(fill.CopiedBytes)}), {fill.AlreadyThere:N0} were there"
                    )
                );
            }

            foreach (string conflict in fill.Conflicts)
                await Console.Error.WriteLineAsync($"error: {conflict}");
            mirrors.Add((mirror.DisplayName, fill));
        }

        if (json)
            JsonReport.Write(Document(archive.DisplayName, mirrors));
        return mirrors.Any(mirror => mirror.Fill.Conflicts.Count > 0) ? CommandRunner.Failed : 0;
    }

    private static object Document(string source, IEnumerable<(string Store, MirrorFill Fill)> mirrors) =>
        new
        {
            Source = source,
            Mirrors = mirrors.Select(mirror => new
            {
                mirror.Store,
                mirror.Fill.Copied,
                mirror.Fill.CopiedBytes,
                mirror.Fill.AlreadyThere,
                Problems = mirror.Fill.Conflicts,
            }),
        };
}
