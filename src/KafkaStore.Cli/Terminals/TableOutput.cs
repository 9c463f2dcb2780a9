using Spectre.Console;

namespace KafkaStore.Cli.Terminals;

/// <summary>Makes what writes tables; lines and colours only on a terminal, and no colours where <c>NO_COLOR</c> says so.</summary>
internal static class TableOutput
{
    public static IAnsiConsole Create(TextWriter output, bool terminal) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
                ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
            }
        );
}
