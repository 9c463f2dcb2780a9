using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace KafkaStore.Storage.Files;

/// <summary>What Linux says of a file, of which .NET keeps back the kind: <c>struct statx</c>, the same on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal partial struct SystemStatus
{
    private const int WorkingFolder = -100; // AT_FDCWD
    private const int OfDescriptor = 0x1000; // AT_EMPTY_PATH
    private const uint KindAndLength = 0x1 | 0x200; // STATX_TYPE | STATX_SIZE
    private const int KindMask = 0xF000;
    private const int RegularFile = 0x8000;

    [FieldOffset(28)]
    private readonly ushort mode;

    [FieldOffset(40)]
    private readonly long size;

    public readonly bool IsFile => (mode & KindMask) == RegularFile;

    /// <summary>In bytes; 0 for most of what is no file.</summary>
    public readonly long Length => size;

    /// <summary>Through links; 0 or the system's error number.</summary>
    public static int At(string path, out SystemStatus status) =>
        Look(WorkingFolder, path, 0, KindAndLength, out status) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>0 or the system's error number.</summary>
    public static int Of(SafeFileHandle file, out SystemStatus status) =>
        Look((int)file.DangerousGetHandle(), "", OfDescriptor, KindAndLength, out status) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(int folder, string path, int flags, uint wanted, out SystemStatus status);
}
