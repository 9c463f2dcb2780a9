using System.Text.Json;
using KafkaStore.Restoring.Targets;
using KafkaStore.Storage.Files;

namespace KafkaStore.Restoring.Journals;

/// <summary>A checkpoint in a file, replaced as a whole; one process owns it for as long as it lives.</summary>
public sealed class RestoreJournal : IRestoreJournal, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly string path;
    private readonly OffsetMapFile? map;
    private readonly FileStream owned;

    private RestoreJournal(string path, OffsetMapFile? map, FileStream owned) => (this.path, this.map, this.owned) = (path, map, owned);

    /// <param name="path">Of the checkpoint; the lock lies beside it.</param>
    /// <param name="offsetMap">Path of the offset map; null for none.</param>
    /// <exception cref="RestoreException">Another process owns it, or it can't be written.</exception>
    public static RestoreJournal Open(string path, string? offsetMap)
    {
        string full = Path.GetFullPath(path);
        string lockPath = full + ".lock";
        try
        {
            FileStream owned = OwnFiles.OpenKept(lockPath, FileShare.None);
            return new RestoreJournal(full, offsetMap is null ? null : new OffsetMapFile(Path.GetFullPath(offsetMap)), owned);
        }
        catch (IOException e) when (OwnFiles.IsHeld(e))
        {
            throw new RestoreException(
                $"another restore is using the checkpoint {path}. Wait for its end, or give another file with --state.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"the checkpoint {path} can't be written: {e.Message} Give another file with --state.", e);
        }
    }

    /// <inheritdoc/>
    public RestoreCheckpoint? Load()
    {
        if (!File.Exists(path))
        {
            map?.Begin();
            return null;
        }

        try
        {
            RestoreCheckpoint? found = JsonSerializer.Deserialize<RestoreCheckpoint>(File.ReadAllBytes(path), Json);
            if (found is not { Format: RestoreCheckpoint.CurrentFormat, Partitions: not null })
                throw new RestoreException($"{path} is not a checkpoint of this kafka-store. Give another file with --state.");
            map?.Resume(found.OffsetMapBytes);
            return found;
        }
        catch (JsonException e)
        {
            throw new RestoreException(
                $"{path} is not a checkpoint of a restore ({e.Message.TrimEnd('.')}). Give another file with --state.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"the checkpoint {path} can't be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Save(RestoreCheckpoint checkpoint, IEnumerable<MappedRun> runs)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(runs);
        try
        {
            // First the map: lines past what a checkpoint counts are dropped, missing ones would be lost.
            long mapped = map?.Append(runs) ?? 0;
            using var draft = new DraftFile(path);
            JsonSerializer.Serialize(draft.Content, checkpoint with { OffsetMapBytes = mapped }, Json);
            draft.Replace();
            DurableFolders.Flush(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RestoreException($"the checkpoint {path} can't be written: {e.Message} The same command goes on when it can.", e);
        }
    }

    public void Dispose()
    {
        owned.Dispose();
        map?.Dispose();
    }
}
