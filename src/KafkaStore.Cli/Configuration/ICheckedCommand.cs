namespace KafkaStore.Cli.Configuration;

/// <summary>A command that can say what is wrong with what was typed, all of it, without doing anything.</summary>
internal interface ICheckedCommand
{
    /// <exception cref="UsageException">Something is; a sentence for each mistake.</exception>
    public void Check(ParseResult result);
}
