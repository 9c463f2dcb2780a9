using System.Runtime.InteropServices;

namespace KafkaStore.Cli.CommandLine;

/// <summary>
/// SIGINT and SIGTERM ask for a graceful end. A second one ends the process at once, and so does the first where the process is still
/// there when <see cref="Patience"/> is over: what it waits for may never answer.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    /// <summary>Ten seconds are what service managers are told to grant.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9.5);

    private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource source = new();
    private readonly TaskCompletionSource ended = new();
    private readonly PosixSignalRegistration[] registrations;
    private int asked;

    public StopSignals() =>
        registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        ];

    public CancellationToken Stopping => source.Token;

    /// <summary>Of a process that a signal ended, as shells count: 128 and the signal's number; 0 where none came.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        ended.SetResult();
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref asked) > 1)
            return; // the system's own way of ending
        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGINT ? 130 : 143;

        // No thread of the pool: all of those may wait for what does not answer.
        new Thread(EndWhenPatienceIsOver) { IsBackground = true }.Start();
        source.Cancel();
    }

    private void EndWhenPatienceIsOver()
    {
        if (ended.Task.Wait(Patience))
            return;
        Task said = Console.Error.WriteLineAsync(
            $"error: stopped in the middle: what was waited for has not answered in {Patience.TotalSeconds} s. Nothing archived is harmed."
        );
        _ = said.Wait(LastWord);
        if (OperatingSystem.IsWindows())
            Environment.Exit(ExitCode);
        else
            Exit(ExitCode); // with no step in between that could wait too
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
