using System.Runtime.InteropServices;

namespace KafkaStore.Cli.CommandLine;

/// <summary>SIGINT and SIGTERM ask for a graceful end; a second one ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int asked;

    public StopSignals() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];

    public CancellationToken Stopping => source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref asked) > 1)
            return; // the system's own way of ending
        context.Cancel = true;
        source.Cancel();
    }
}
