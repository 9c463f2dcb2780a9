namespace KafkaStore.Cli.CommandLine;

/// <summary>Reads the texts of options, so that every mistake is said in our words and with its remedy.</summary>
internal static class OptionText
{
    /// <summary>An option with one value, read as text.</summary>
    /// <param name="shown">Name and value as the help shows them: <c>--topic TOPIC</c>.</param>
    /// <param name="description">What it means, with its default.</param>
    public static Option<string?> Create(string shown, string description)
    {
        string value = shown.Split(' ')[1];
        var option = new Option<string?>(shown.Split(' ')[0]) { HelpName = value, Description = description };
        // Words of which one is chosen, such as earliest|latest|error, are what a shell can complete.
        if (value.Contains('|', StringComparison.Ordinal) && value.All(c => char.IsAsciiLetterLower(c) || c is '|' or '-'))
            option.CompletionSources.Add(value.Split('|'));
        return option;
    }

    /// <summary>An option that may be given several times, with one value each time.</summary>
    /// <inheritdoc cref="Create"/>
    public static Option<string[]> Several(string shown, string description) =>
        new(shown.Split(' ')[0])
        {
            HelpName = shown.Split(' ')[1],
            Description = description,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

    /// <summary>An option that no help shows: what a configuration file says and nobody types.</summary>
    /// <inheritdoc cref="Create"/>
    public static Option<string?> Hidden(string shown, string description)
    {
        Option<string?> option = Create(shown, description);
        option.Hidden = true;
        return option;
    }

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description };

    /// <summary>In the order of the help.</summary>
    public static void Add(this Command command, params IEnumerable<Option> options)
    {
        foreach (Option option in options)
            command.Options.Add(option);
    }

    /// <param name="option">One that there is no default for.</param>
    /// <param name="missing">What is said when it is not there, or empty.</param>
    public static string Required(this ParseResult result, Option<string?> option, string missing)
    {
        string? text = result.GetValue(option);
        return string.IsNullOrWhiteSpace(text) ? throw new UsageException(missing) : text;
    }

    /// <param name="option">A whole number.</param>
    /// <param name="minimum">Inclusive.</param>
    /// <param name="maximum">Inclusive.</param>
    /// <param name="what">What it takes, for the remedy.</param>
    /// <returns>Null when the option is not there.</returns>
    public static long? Number(this ParseResult result, Option<string?> option, long minimum, long maximum, string what) =>
        result.Written(option)?.Number(minimum, maximum, what);

    /// <returns>Null when the option is not there.</returns>
    public static string? OneOf(this ParseResult result, Option<string?> option, params string[] choices) =>
        result.Written(option)?.OneOf(choices);

    /// <summary>What is wrong with it is thrown as a <see cref="UsageException"/>.</summary>
    /// <returns>Null when the option is not there.</returns>
    public static WrittenValue? Written(this ParseResult result, Option<string?> option) =>
        result.GetValue(option) is { } text ? new WrittenValue(option.Name, text, sentence => throw new UsageException(sentence)) : null;
}
