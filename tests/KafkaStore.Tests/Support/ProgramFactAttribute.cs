using System.ComponentModel;

namespace KafkaStore.Tests.Support;

/// <summary>A test that needs a program; shown as skipped, with the reason, where <c>PROGRAM --version</c> can't be run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        Program = program;
        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true }
            )!;
            process.WaitForExit();
            Skip = process.ExitCode == 0 ? null : $"{program} --version fails.";
        }
        catch (Win32Exception)
        {
            Skip = $"There is no {program} on this machine.";
        }
    }

    public string Program { get; }
}
