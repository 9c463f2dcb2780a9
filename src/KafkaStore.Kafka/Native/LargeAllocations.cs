using System.Runtime.InteropServices;

namespace KafkaStore.Kafka.Native;

/// <summary>
/// Has the C library give what the client receives back to the system as soon as it is read. By itself glibc raises its bound for what
/// it maps apart to the size of the first answer, megabytes, and from then on keeps answers between small pieces that outlive them.
/// </summary>
internal static partial class LargeAllocations
{
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD
    private const int LargeBytes = 1024 * 1024;

    /// <summary>For the whole process; does nothing where the C library has no such setting.</summary>
    public static void ReturnAtOnce()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(MapThreshold, LargeBytes);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
