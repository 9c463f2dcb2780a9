namespace KafkaStore.Storage.Local;

/// <summary>The disk that a store's folder is on.</summary>
/// <param name="Store">What the folder is to an archiver: <c>archive</c>, <c>staging</c>, <c>mirror 1</c>.</param>
public sealed record StoreDisk(string Store, string Folder)
{
    /// <summary>What is left for this user, and what there is of it; null where nobody knows, as before the folder is made.</summary>
    public DiskRoom? Find()
    {
        try
        {
            var disk = new DriveInfo(Folder);
            return Directory.Exists(Folder) ? new DiskRoom(disk.AvailableFreeSpace, disk.TotalSize) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

/// <summary>What is left of a disk.</summary>
/// <param name="FreeBytes">For the user who asks.</param>
public readonly record struct DiskRoom(long FreeBytes, long TotalBytes)
{
    private const long FullBytes = 64 << 20;

    /// <summary>Less is left than a file may need: below 64 MiB and below a hundredth of it.</summary>
    public bool IsFull => FreeBytes < FullBytes && FreeBytes < TotalBytes / 100;
}
