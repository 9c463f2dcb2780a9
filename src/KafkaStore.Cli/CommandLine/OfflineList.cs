using KafkaStore.Reading.Ranges;

namespace KafkaStore.Cli.CommandLine;

/// <summary>Names what lies in an archive tier, all that a command needs of it and not only what it met first.</summary>
internal static class OfflineList
{
    /// <summary>A line an object on standard error, and the error that the command ends with.</summary>
    /// <param name="ranges">What was to be read.</param>
    /// <param name="met">The first that could not be.</param>
    public static async Task<CommandFailedException> WriteAsync(
        IObjectReader store,
        IEnumerable<RecordRange> ranges,
        ObjectOfflineException met,
        CancellationToken cancellationToken
    )
    {
        var offline = new OfflineObjects(store);
        long count = 0;
        foreach (RecordRange range in ranges)
        {
            await foreach (ArchiveName name in offline.FindAsync(range, cancellationToken))
            {
                await Console.Error.WriteLineAsync($"offline: {store.DisplayName.TrimEnd('/')}/{name}");
                count++;
            }
        }

        return new CommandFailedException(
            count == 0
                ? met.Message
                : $"{count} of the objects that this takes lie in an archive tier, where nothing can be read: those named above. Bring them back with '{met.Command}', which takes minutes to days, and try again.",
            met
        );
    }
}
