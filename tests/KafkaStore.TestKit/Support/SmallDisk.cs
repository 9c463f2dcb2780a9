using System.Diagnostics;

namespace KafkaStore.Tests.Support;

/// <summary>A file system of its own in memory, to fill up or to forbid writing on. Only a superuser on Linux can have one.</summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder folder = new();

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

    /// <param name="options">Of <c>mount -t tmpfs</c>, as in <c>size=1m</c>.</param>
    public SmallDisk(string options)
    {
        if (!Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.Path))
        {
            folder.Dispose();
            throw new InvalidOperationException("Mounting was refused.");
        }
    }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? WhyNot => Reason.Value;

    public string Path => folder.Path;

    /// <summary>Writes a file until nothing more fits.</summary>
    /// <returns>The file; what deletes it makes space again.</returns>
    public string Fill()
    {
        string filler = System.IO.Path.Combine(Path, "filler");
        using FileStream file = File.Create(filler);
        byte[] piece = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(piece);
                file.Flush();
            }
        }
        catch (IOException)
        {
            return filler; // full, as intended
        }
    }

    public void Dispose()
    {
        // A process that was killed lets go of its files a moment later.
        DateTime limit = DateTime.UtcNow + Patience;
        while (!Run("umount", Path))
        {
            Assert.True(DateTime.UtcNow < limit, "The file system is still in use: a handle was left open.");
            Thread.Sleep(100);
        }

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
        public FactAttribute()
        {
            Skip = WhyNot;
        }
    }
}
