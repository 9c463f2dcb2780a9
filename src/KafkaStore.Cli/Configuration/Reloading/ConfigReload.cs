using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Configuration.Commands;
using KafkaStore.LocalHost.Reloading;

namespace KafkaStore.Cli.Configuration.Reloading;

/// <summary>Takes up a configuration that was changed while the archiver runs: all of it, or nothing.</summary>
/// <param name="command">The archiver's.</param>
/// <param name="started">What it was started with.</param>
/// <param name="reading">Reads it again.</param>
internal sealed class ConfigReload(ArchiveCommand command, Configured started, Func<Configured> reading)
{
    /// <summary>The file that is read again.</summary>
    public string File => started.File!;

    /// <summary>Until it is cancelled, reads it again whenever that is asked for.</summary>
    public async Task RunAsync(ReloadSignal signal, LocalArchiver archiver, string stateFolder, ILogger logger, CancellationToken stopping)
    {
        var note = ProcessNote.OfThisProcess();
        Write(note, stateFolder, logger);
        try
        {
            while (true)
            {
                await signal.WaitAsync(stopping);
                note = note with { Reloads = note.Reloads + 1, Changes = null, Refusals = [] };
                try
                {
                    note = note with { Changes = await ReloadAsync(archiver, stopping) };
                    ReloadLog.Reloaded(logger, File, note.Changes);
                }
                catch (UsageException mistakes)
                {
                    note = note with { Refusals = mistakes.Sentences };
                    foreach (string sentence in mistakes.Sentences)
                        ReloadLog.Refused(logger, File, sentence);
                }
#pragma warning disable CA1031 // whatever it is, whoever asked hears of it, and the next that asks too
                catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    note = note with { Refusals = [$"it could not be taken up: {failure.Message}"] };
                    ReloadLog.Failed(logger, File, failure);
                }

                Write(note, stateFolder, logger);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            ProcessNote.Remove(stateFolder);
        }
    }

    // Only whoever asked misses it.
    private static void Write(ProcessNote note, string stateFolder, ILogger logger)
    {
        try
        {
            note.Write(stateFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ReloadLog.NotNoted(logger, stateFolder, e.Message);
        }
    }

    // Every mistake is one of what is written.
    private async Task<string> ReloadAsync(LocalArchiver archiver, CancellationToken stopping)
    {
        Configured fresh = reading();
        LocalHostOptions options = new ArchiverConfiguration(command, fresh).Bind();
        ThrowIfMoreChanged(fresh);
        try
        {
            return (await archiver.ReloadAsync(options.Topics, options.Archiver.Choice, stopping)).ToString();
        }
        catch (ReloadRefusedException refused)
        {
            throw new UsageException([.. refused.Sentences.Select(fresh.Explain)]);
        }
    }

    private void ThrowIfMoreChanged(Configured fresh)
    {
        var mistakes = new Mistakes();
        foreach (ConfigKey key in ConfigKeys.All.Where(key => !key.IsReloaded))
        {
            ConfigEntry? was = started.Find(key);
            ConfigEntry? now = fresh.Find(key);
            if (Texts(was).SequenceEqual(Texts(now)))
                continue;
            ConfigOrigin origin = (now ?? was)!.Origin; // what is not there any more, where it was
            string sentence = $"{origin.Name} can't change while the archiver runs: stop it and start it again.";
            mistakes.Add(origin.Place is { } place ? $"{place}: {sentence}" : sentence);
        }

        mistakes.ThrowIfAny();
    }

    private static IEnumerable<string> Texts(ConfigEntry? entry) => entry is null ? [] : entry.Texts.Select(text => text.Text);
}
