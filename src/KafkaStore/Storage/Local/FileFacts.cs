namespace KafkaStore.Storage.Local;

/// <summary>What the file system says of one path.</summary>
internal static class FileFacts
{
    private const FileAttributes Missing = (FileAttributes)(-1);

    /// <summary>The file's length in bytes, through links; null when there is no file. Being kept from looking is an error, not null.</summary>
    public static long? FindLength(string path)
    {
        try
        {
            FileSystemInfo? file = new FileInfo(path);
            if (file.Attributes != Missing && file.Attributes.HasFlag(FileAttributes.ReparsePoint))
                file = file.ResolveLinkTarget(returnFinalTarget: true);

            return file is not FileInfo { Exists: true } found || found.Attributes.HasFlag(FileAttributes.Directory) ? null : found.Length;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (LocalFailure.IsOne(exception))
        {
            throw LocalFailure.Translate("look at", path, exception);
        }
    }
}
