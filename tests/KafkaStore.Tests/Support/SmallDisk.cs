namespace KafkaStore.Tests.Support;

/// <summary>A file system of its own in memory, to fill up or to forbid writing on. Only a superuser on Linux can have one.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="options">Of <c>mount -t tmpfs</c>, as in <c>size=1m</c>.</param>
    public SmallDisk(string options)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.Path))
        {
            folder.Dispose();
            throw new InvalidOperationException("Mounting was refused.");
        }
    }

    public string Path => folder.Path;

    public void Dispose()
    {
        Assert.True(Run("umount", Path), "The file system is still in use: a handle was left open.");
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    /// <summary>A test that needs such a disk; shown as skipped where none can be mounted.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class FactAttribute : Xunit.FactAttribute
    {
        private static readonly Lazy<string?> Reason = new(() =>
        {
            if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
                return "Mounting a file system takes a superuser on Linux.";

            try
            {
                new SmallDisk("size=64k").Dispose();
                return null;
            }
            catch (InvalidOperationException exception)
            {
                return exception.Message;
            }
        });

        public FactAttribute()
        {
            Skip = Reason.Value;
        }
    }
}
