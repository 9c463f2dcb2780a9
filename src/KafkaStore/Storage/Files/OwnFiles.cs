namespace KafkaStore.Storage.Files;

/// <summary>Makes files and folders for an <see cref="Audience"/>; what these throw is .NET's own.</summary>
public static class OwnFiles
{
    /// <summary>Makes the folder for its owner alone, and what is missing above it; one that exists is left as it is.</summary>
    public static void MakeFolder(string path) => MakeFolder(path, Audience.OwnerAlone);

    /// <summary>
    /// Opens a file that is kept, to own it or to go on with it, for its owner alone; made where there is none. A link is neither
    /// followed nor made anything of.
    /// </summary>
    /// <param name="share">None makes this process the only one that has it open so.</param>
    public static FileStream OpenKept(string path, FileShare share)
    {
        try
        {
            return Create(path, FileAccess.ReadWrite, share, FileOptions.None, Audience.OwnerAlone);
        }
        catch (IOException) when (File.Exists(path))
        {
            return OpenExisting(path, share);
        }
    }

    /// <summary>Whether <see cref="OpenKept"/> failed since somebody else has the file open for himself alone.</summary>
    public static bool IsHeld(IOException failure) => Errno.Of(failure) == Errno.WouldBlock;

    internal static void MakeFolder(string path, Audience audience)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
            MakeFolder(parent, audience); // .NET makes these as the umask says
        Directory.CreateDirectory(path, audience.OfFolder());
    }

    /// <summary>A file of that name must not be there, nor a link.</summary>
    internal static FileStream Create(string path, FileAccess access, FileShare share, FileOptions options, Audience audience)
    {
        var wanted = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = access,
            Share = share,
            Options = options,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            wanted.UnixCreateMode = audience.OfFile();
        return new FileStream(path, wanted);
    }

    private static FileStream OpenExisting(string path, FileShare share)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share);
        try
        {
            if (new FileInfo(path).LinkTarget is { } target)
                throw new IOException($"It is a link, to {target}. Move it away, so that a file can be made.");
            SetMode(file, Audience.OwnerAlone.OfFile()); // who may read it may lock it, and former versions let everybody
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Sets an open file's mode, where it is this user's and its file system has modes; otherwise it is as it is.</summary>
    internal static void SetMode(FileStream file, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            File.SetUnixFileMode(file.SafeFileHandle, mode);
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            // Another user's, who lets this one write, or on a memory stick: what others may do is decided elsewhere.
        }
    }
}
