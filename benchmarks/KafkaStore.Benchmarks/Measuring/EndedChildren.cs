using System.Runtime.InteropServices;

namespace KafkaStore.Benchmarks.Measuring;

/// <summary>What the system has counted of this process's children that have ended.</summary>
internal static partial class EndedChildren
{
    private const int Children = -1;

    /// <summary>User and system time of all of them together. Linux.</summary>
    public static TimeSpan ProcessorTime
    {
        get
        {
            if (GetUsage(Children, out Usage usage) != 0)
                throw new InvalidOperationException($"getrusage failed: {Marshal.GetLastPInvokeErrorMessage()}");
            return TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds)
                + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
        }
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int GetUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Usage
    {
        public long UserSeconds;
        public long UserMicroseconds;
        public long SystemSeconds;
        public long SystemMicroseconds;
    }
}
