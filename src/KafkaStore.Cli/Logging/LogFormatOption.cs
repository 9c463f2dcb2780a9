using System.CommandLine.Parsing;

namespace KafkaStore.Cli.Logging;

/// <summary><c>--log-format</c>, the same for every command.</summary>
internal static class LogFormatOption
{
    private const string Name = "--log-format";
    private const string Json = "json";

    public static Option<string?> Create()
    {
        Option<string?> option = OptionText.Create(
            $"{Name} text|json",
            "What standard error gets: lines for people, or one JSON object a line, for what collects logs. What a command prints is as ever. [default: text]"
        );
        option.Recursive = true;
        return option;
    }

    /// <summary>False also where the command has no such option.</summary>
    /// <exception cref="UsageException">It is neither of the two.</exception>
    public static bool WantsJson(ParseResult result)
    {
        for (SymbolResult? at = result.CommandResult; at is CommandResult { Command: var command }; at = at.Parent)
        {
            if (command.Options.FirstOrDefault(option => option.Name == Name) is Option<string?> found)
                return result.OneOf(found, "text", Json) == Json;
        }

        return false;
    }
}
