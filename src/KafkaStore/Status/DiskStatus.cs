using KafkaStore.Storage.Local;

namespace KafkaStore.Status;

/// <summary>What is left of the disk that stores are on.</summary>
/// <param name="Store"><c>archive</c>, <c>staging</c>, <c>mirror 1</c>, or several of them in words.</param>
/// <param name="Folder">Where the first of them is.</param>
public sealed record DiskStatus(string Store, string Folder, DiskRoom Room)
{
    /// <summary>What is wrong and what to do; null where there is enough.</summary>
    public string? Trouble =>
        Room.IsFull
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The disk of {Folder} is full: {Room.FreeBytes:N0} of {Room.TotalBytes:N0} bytes are left. Free some space on it; nothing is lost meanwhile, and archiving goes on by itself."
            )
            : null;

    /// <summary>One for each disk: what has as much of as much left is taken for the same.</summary>
    public static IReadOnlyList<DiskStatus> Of(IEnumerable<StoreDisk> disks) =>
        [
            .. disks
                .Select(disk => (disk.Store, disk.Folder, Room: disk.Find()))
                .Where(disk => disk.Room is not null)
                .GroupBy(disk => disk.Room!.Value)
                .Select(same => new DiskStatus(Listed([.. same.Select(disk => disk.Store)]), same.First().Folder, same.Key)),
        ];

    private static string Listed(string[] names) =>
        names is [.. var before, var last] && before.Length > 0 ? $"{string.Join(", ", before)} and {last}" : names[0];
}
