using System.CommandLine.Parsing;
using KafkaStore.Cli.Reader;

namespace KafkaStore.Cli.CommandLine.Parsing;

/// <summary>The parser's errors as one sentence with the remedy.</summary>
internal static class ParseMistakes
{
    /// <summary>Null when the command line could be parsed.</summary>
    public static string? Describe(ParseResult result)
    {
        string help = $"See {CommandPath(result.CommandResult)} --help.";
        if (result.UnmatchedTokens is [var unknown, ..])
        {
            if (!unknown.StartsWith('-'))
                return $"{Stray(unknown, result)} is not expected here.{Remedy(unknown, result.CommandResult.Command)} {help}";
            string name = unknown.Split('=', 2)[0];
            return Nearest(name, result.CommandResult) is { } meant
                ? $"there is no option {name}. Did you mean {meant}? {help}"
                : $"there is no option {name}. {help}";
        }

        if (result.Errors is not [var error, ..])
            return null;
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0, Option: var option } => $"{option.Name} takes a value: {option.Name} {option.HelpName}. {help}",
            OptionResult { Option: var option } => $"{option.Name} is given more than once. Give it once.",
            ArgumentResult { Argument: var argument } => $"{argument.Name} is missing. {help}",
            CommandResult { Command: { Subcommands.Count: > 0 } command } =>
                $"a command is missing: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}. {help}",
            _ => $"{error.Message.TrimEnd('.')}. {help}",
        };
    }

    // A password may stand there whose option was forgotten; what is the name of a file or folder is none.
    private static string Stray(string typed, ParseResult result)
    {
        if (Path.Exists(typed))
            return $"'{typed}'";
        string? before = result
            .Tokens.TakeWhile(token => token.Value != typed)
            .LastOrDefault(token => token.Type == TokenType.Option)
            ?.Value.Split('=', 2)[0];
        string where = before is null ? "" : $" after {before}";
        return $"an argument{where}, which may be a secret and is not repeated,";
    }

    // An archive's place typed alone, as other programs take it.
    private static string Remedy(string typed, Command command)
    {
        bool exists = Path.Exists(typed);
        if (command.Name is ReaderCommand.Name or ReaderCommand.ShortName)
            return $" Say first where it is: {ReaderCommand.Name} local {(exists ? typed : "PATH")}, or azure, gcloud, s3 with a URL.";
        bool takesStores = command.Options.Any(option => option.Name == StoreOptions.Local);
        return takesStores && (exists || typed.Contains('/', StringComparison.Ordinal))
            ? $" A store is given with its option: {StoreOptions.Local} {(exists ? typed : "DIR")}."
            : "";
    }

    private static string CommandPath(CommandResult? result)
    {
        var names = new List<string>();
        for (; result is not null; result = result.Parent as CommandResult)
            names.Insert(0, result.Command.Name);
        return string.Join(' ', names);
    }

    private static string? Nearest(string name, CommandResult result) =>
        NearestName.Of(name, Options(result).Select(option => option.Name));

    private static IEnumerable<Option> Options(CommandResult? result)
    {
        bool own = true;
        for (; result is not null; result = result.Parent as CommandResult, own = false)
        {
            foreach (Option option in result.Command.Options.Where(option => (own || option.Recursive) && !option.Hidden))
                yield return option;
        }
    }
}
