using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaStore.Cli.Terminals;

/// <summary>Lays things out for a terminal and gives the lines of it, with their colours.</summary>
/// <param name="colors">What the terminal has; none where <c>NO_COLOR</c> says so.</param>
internal sealed class TerminalText(ColorSystem colors)
{
    /// <summary>For the terminal that this process writes to.</summary>
    public static TerminalText OfStandardOutput() => new(AnsiConsole.Profile.Capabilities.ColorSystem);

    /// <param name="width">Columns; no line has more, as long as nothing in it is wider by itself.</param>
    public string[] Lines(IRenderable content, int width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = AnsiSupport.Yes,
                ColorSystem = (ColorSystemSupport)colors,
                Interactive = InteractionSupport.No,
            }
        );
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(content);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
