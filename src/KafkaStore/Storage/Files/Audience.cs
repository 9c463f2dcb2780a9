namespace KafkaStore.Storage.Files;

/// <summary>Who may use the files and folders that are made. Windows, which has no modes, lets inherit what is above them.</summary>
public enum Audience
{
    /// <summary>Whom the process's umask leaves: an archive may have readers who are other users.</summary>
    AsUmaskSays,

    /// <summary>The user who runs the process, whatever the umask.</summary>
    OwnerAlone,
}

/// <summary>The modes of what is made for an <see cref="Audience"/>.</summary>
internal static class AudienceModes
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>Before the umask takes its share; 0600 or 0666.</summary>
    public static UnixFileMode OfFile(this Audience audience) =>
        audience == Audience.OwnerAlone
            ? OwnersFile
            : OwnersFile | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Before the umask takes its share; 0700 or 0777.</summary>
    public static UnixFileMode OfFolder(this Audience audience) =>
        audience == Audience.OwnerAlone
            ? OwnersFolder
            : audience.OfFile() | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
