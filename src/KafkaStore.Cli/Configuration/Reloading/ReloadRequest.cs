using System.Runtime.InteropServices;
using KafkaStore.Cli.Configuration.Commands;

namespace KafkaStore.Cli.Configuration.Reloading;

/// <summary><c>kafka-store config reload</c>.</summary>
internal sealed partial class ReloadRequest(ArchiverConfiguration configuration)
{
    private const int Hangup = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Something is wrong with what is written, or the archiver refuses it.</exception>
    /// <exception cref="CommandFailedException">No archiver can be asked.</exception>
    public async Task<int> RunAsync(CancellationToken stopping)
    {
        string state = configuration.Bind().StateFolder;
        if (OperatingSystem.IsWindows())
        {
            throw new CommandFailedException(
                "on Windows a configuration can't be taken up while the archiver runs: stop it and start it again."
            );
        }

        ProcessNote asked =
            ProcessNote.Read(state)
            ?? throw new CommandFailedException(
                $"no archiver that was started with a configuration file uses the state folder {state}. Start one, or name its file with {ConfigOption.Name}; where the file names another archive or state-dir than before, stop the archiver and start it again."
            );
        if (Kill(asked.ProcessId, Hangup) != 0)
        {
            throw new CommandFailedException(
                $"process {asked.ProcessId} can't be asked: {Marshal.GetLastPInvokeErrorMessage()}. Run this as the user that archives."
            );
        }

        ProcessNote answer = await AnswerAsync(state, asked, stopping);
        if (answer.Refusals.Count > 0)
            throw new UsageException([.. answer.Refusals]);
        Console.WriteLine($"{configuration.Configured.File}: {answer.Changes}.");
        return 0;
    }

    private static async Task<ProcessNote> AnswerAsync(string state, ProcessNote asked, CancellationToken stopping)
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            await Task.Delay(Pause, stopping);
            if (ProcessNote.Read(state) is not { } note || note.ProcessId != asked.ProcessId)
                throw new CommandFailedException($"process {asked.ProcessId} has ended meanwhile; what it said is in its log.");
            if (note.Reloads > asked.Reloads)
                return note;
        }

        throw new CommandFailedException(
            $"process {asked.ProcessId} has not answered in {Patience.TotalSeconds} s; its log will say what comes of it."
        );
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
