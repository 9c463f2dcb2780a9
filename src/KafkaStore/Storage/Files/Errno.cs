namespace KafkaStore.Storage.Files;

/// <summary>The system's error numbers that mean something to a store; the names that differ between Linux and macOS are looked up.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int Missing = 2;
    public const int Interrupted = 4;
    public const int NoSuchDevice = 6; // of a socket, or of a device that is away
    public const int AccessDenied = 13;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotAFolder = 20;
    public const int IsAFolder = 21;
    public const int Invalid = 22;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;

    public static readonly int WouldBlock = OperatingSystem.IsMacOS() ? 35 : 11;
    public static readonly int LinkLoop = OperatingSystem.IsMacOS() ? 62 : 40;
    public static readonly int NameTooLong = OperatingSystem.IsMacOS() ? 63 : 36;
    public static readonly int QuotaExceeded = OperatingSystem.IsMacOS() ? 69 : 122;
    public static readonly int NotSupported = OperatingSystem.IsMacOS() ? 45 : 95;
    public static readonly int NotImplemented = OperatingSystem.IsMacOS() ? 78 : 38;

    /// <summary>The number that .NET's exception carries, translated from Windows where there is an equal; null when it carries none.</summary>
    public static int? Of(Exception exception) =>
        exception switch
        {
            UnauthorizedAccessException { InnerException: IOException inner } => Of(inner) ?? AccessDenied,
            UnauthorizedAccessException => AccessDenied,
            PathTooLongException => NameTooLong,
            FileNotFoundException or DirectoryNotFoundException => Missing,
            IOException { HResult: WindowsErrors.DiskFull or WindowsErrors.HandleDiskFull } => NoSpace,
            IOException { HResult: WindowsErrors.SharingViolation or WindowsErrors.LockViolation } => WouldBlock,
            IOException { HResult: WindowsErrors.WriteProtected } => ReadOnlyFileSystem,
            IOException { HResult: > 0 and < 4096 } io => io.HResult,
            _ => null,
        };
}

/// <summary>What Windows' errors look like in <see cref="Exception.HResult"/>.</summary>
internal static class WindowsErrors
{
    public const int WriteProtected = unchecked((int)0x80070013);
    public const int SharingViolation = unchecked((int)0x80070020);
    public const int LockViolation = unchecked((int)0x80070021);
    public const int HandleDiskFull = unchecked((int)0x80070027);
    public const int FileExists = unchecked((int)0x80070050);
    public const int DiskFull = unchecked((int)0x80070070);
    public const int AlreadyExists = unchecked((int)0x800700B7);
}
