namespace KafkaStore.Mirroring;

/// <summary>Copies single objects of an archive into a mirror, byte for byte, and never over anything.</summary>
/// <param name="spoolFolder">For objects in between; null for the system's temporary folder.</param>
internal sealed class ObjectCopier(IObjectReader archive, IObjectStore mirror, string? spoolFolder)
{
    /// <summary>Copies the object if the mirror has none of that name.</summary>
    /// <returns>Length of the object, in bytes, and whether this call made the copy.</returns>
    /// <exception cref="MirrorConflictException">The mirror has another object under that name.</exception>
    /// <exception cref="ObjectMissingException">The archive has no such object.</exception>
    public async Task<(long Length, CreateOutcome Outcome)> CopyAsync(
        string name,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellationToken
    )
    {
        ObjectProperties properties =
            await archive.FindAsync(name, cancellationToken) ?? throw new ObjectMissingException(name, archive.DisplayName);
        using SpooledContent content = await SpooledContent.ReadAsync(
            archive,
            name,
            properties,
            metadata ?? properties.Metadata,
            spoolFolder,
            cancellationToken
        );
        CreateOutcome outcome = await mirror.CreateAsync(name, content, cancellationToken);
        if (outcome == CreateOutcome.AlreadyExists)
            await ThrowIfAnotherAsync(name, content, cancellationToken);
        return (content.Length, outcome);
    }

    private async Task ThrowIfAnotherAsync(string name, SpooledContent content, CancellationToken cancellationToken)
    {
        ObjectProperties? there = await mirror.FindAsync(name, cancellationToken);
        if (there is null)
        {
            throw new StorageUnavailableException(
                $"{name} of {mirror.DisplayName} vanished while it was compared; it will be copied again."
            );
        }

        bool same =
            there.Length == content.Length
            && (
                there.Md5 is { } md5
                    ? md5 == await content.GetMd5Async(cancellationToken)
                    : await HasSameBytesAsync(name, content, cancellationToken)
            );
        if (!same)
            throw new MirrorConflictException(name, archive.DisplayName, mirror.DisplayName);
    }

    private async Task<bool> HasSameBytesAsync(string name, SpooledContent content, CancellationToken cancellationToken)
    {
        using SpooledContent theirs = await SpooledContent.ReadAsync(
            mirror,
            name,
            new ObjectProperties(content.Length),
            content.Metadata,
            spoolFolder,
            cancellationToken
        );
        return await theirs.GetMd5Async(cancellationToken) == await content.GetMd5Async(cancellationToken);
    }
}

/// <summary>A mirror has another object under a name than the archive.</summary>
public sealed class MirrorConflictException(string name, string archive, string mirror)
    : StorageException(
        $"{mirror} has another object {name} than {archive}, so nothing after it is copied. Find out which is right ('kafka-store verify' on both), and remove the wrong one or choose another mirror."
    )
{
    public string Name => name;
}
