using System.Runtime.InteropServices;

namespace KafkaStore.Cli.Reader.Outputs;

/// <summary>
/// Standard output for much data. Console streams say nothing when the process that reads them is gone, so that a long run
/// would go on for nobody; file streams don't move the position that other writers of a shared file go by.
/// </summary>
internal sealed partial class StandardOutput : IOutput
{
    private const int Descriptor = 1;
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;
    private const short PollError = 8;
    private const short PollWritable = 4;

    // EAGAIN; somebody else's terminal may be non-blocking, and ours with it.
    private static readonly int TryAgain = OperatingSystem.IsMacOS() ? 35 : 11;

    private readonly Stream? stream = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : null;

    /// <summary>Nobody reads what is written any more; as far as can be told without writing.</summary>
    public bool IsAbandoned
    {
        get
        {
            if (stream is not null)
                return false;
            var state = new PollState { Descriptor = Descriptor };
            return Poll(ref state, 1, 0) > 0 && (state.Happened & PollError) != 0;
        }
    }

    /// <summary>Writes all of it.</summary>
    /// <exception cref="BrokenPipeException">Nobody reads it any more.</exception>
    /// <exception cref="CommandFailedException">It can't be written: a full disk, for example.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (stream is not null)
        {
            stream.Write(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            nint written = Write(Descriptor, bytes, bytes.Length);
            if (written >= 0)
                bytes = bytes[(int)written..];
            else
                Recover(Marshal.GetLastPInvokeError());
        }
    }

    private static void Recover(int error)
    {
        if (error == BrokenPipe)
            throw new BrokenPipeException();
        if (error == TryAgain)
        {
            var state = new PollState { Descriptor = Descriptor, Wanted = PollWritable };
            _ = Poll(ref state, 1, -1); // whatever it says, the next write finds out
        }
        else if (error != Interrupted)
        {
            throw new CommandFailedException($"standard output can't be written: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollState states, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollState
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}

/// <summary>Whoever read our output has gone, as <c>head</c> does when it has enough; no error.</summary>
internal sealed class BrokenPipeException : Exception;
