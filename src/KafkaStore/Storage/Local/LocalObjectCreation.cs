using KafkaStore.Storage.Files;

namespace KafkaStore.Storage.Local;

/// <summary>Creates one object: temporary file, flush, publication under a free name, flush of the folders.</summary>
internal sealed class LocalObjectCreation(LocalPaths paths, Audience audience, TimeProvider clock)
{
    private const int CopyBufferBytes = 128 * 1024;

    // Somebody who removes folders, temporary files or the object itself under us makes us start over; more often than
    // that is a fault.
    private const int MaximumTries = 3;

    private readonly DurableFolders folders = new(paths.Root, audience);

    public async Task<CreateOutcome> CreateAsync(string name, ObjectContent content, CancellationToken cancellationToken)
    {
        string path = paths.PathOf(name);
        for (int attempt = 1; ; attempt++)
        {
            paths.ThrowIfRootIsGone();
            // Most objects that exist were made by an earlier try; writing them again only to be refused takes long.
            int error = Path.Exists(path) ? Errno.Exists : await TryCreateAsync(name, path, content, cancellationToken);
            if (error == 0)
                return CreateOutcome.Created;

            if (error == Errno.Exists)
            {
                error = await DiskThreads.RunAsync(() => MakeDurable(name, path));
                if (error == 0)
                    return CreateOutcome.AlreadyExists;
            }

            if (error != Errno.Missing || attempt == MaximumTries)
                throw LocalFailure.FromErrno("create", path, error);

            folders.Forget();
        }
    }

    private async Task<int> TryCreateAsync(string name, string path, ObjectContent content, CancellationToken cancellationToken)
    {
        await using var file = TemporaryFile.Create(paths.TemporaryFolder, audience);
        IReadOnlyList<ReadOnlyMemory<byte>>? pieces = content.Pieces;
        if (pieces is null)
            await CopyAsync(content, file, cancellationToken);

        return await DiskThreads.RunAsync(() =>
        {
            if (pieces is not null)
                file.Write(pieces);
            return Publish(name, path, file);
        });
    }

    private static async Task CopyAsync(ObjectContent content, TemporaryFile file, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopyBufferBytes);
        try
        {
            long copied = 0;
            await using Stream source = content.Open();
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                copied += read;
            }

            if (copied != content.Length)
                throw content.WrongLength(copied);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Publish(string name, string path, TemporaryFile file)
    {
        file.Complete(clock.GetUtcNow());
        folders.MakeFor(name);
        int error = NativeFiles.Publish(file.Path, path);
        if (error == 0)
            DurableFolders.Flush(Path.GetDirectoryName(path)!);

        return error;
    }

    /// <summary>Whoever made the object may have been killed before it was on disk; who relies on it makes sure.</summary>
    private int MakeDurable(string name, string path)
    {
        if (Directory.Exists(path))
            return Errno.IsAFolder;
        if (FileFacts.FindLength(path) is null)
            return FileFacts.IsTaken(path) ? throw LocalFailure.NoFile("create", path) : Errno.Missing;

        int error = NativeFiles.Flush(path);
        if (error == 0)
        {
            folders.MakeFor(name);
            DurableFolders.Flush(Path.GetDirectoryName(path)!);
        }

        return error;
    }
}
