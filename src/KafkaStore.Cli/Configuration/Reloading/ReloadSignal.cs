using System.Runtime.InteropServices;

namespace KafkaStore.Cli.Configuration.Reloading;

/// <summary>
/// SIGHUP asks for the configuration to be read again. Where it says that the terminal is gone which the program was started at, it
/// ends the program as it always did. Windows has no such signal to send.
/// </summary>
internal sealed class ReloadSignal : IDisposable
{
    private const string Terminal = "/dev/tty";

    private readonly SemaphoreSlim asked = new(0);
    private readonly bool hadTerminal = HasTerminal();
    private readonly PosixSignalRegistration? registration;

    public ReloadSignal() =>
        registration = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Take(context));

    /// <summary>Returns once for each signal, those that came before too.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => asked.WaitAsync(cancellationToken);

    public void Dispose()
    {
        registration?.Dispose();
        asked.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        if (hadTerminal && !HasTerminal())
            return;
        context.Cancel = true;
        asked.Release();
    }

    private static bool HasTerminal()
    {
        try
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle terminal = File.OpenHandle(Terminal);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
