using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Configuration;

namespace KafkaStore.Tests.Configuration;

/// <summary>Command lines of the archiver with a configuration file, as the program reads them.</summary>
internal static class Sample
{
    public const string Name = "sample.yaml";

    /// <summary>A file of one key with its example.</summary>
    public static string With(string path)
    {
        string example = ConfigKeys.Find(path)!.Example.Replace("${", "$${"); // what it refers to is not there
        string[] names = path.Split('.');
        return string.Concat(
                names.Select((name, depth) => $"{new string(' ', 2 * depth)}{name}:{(depth == names.Length - 1 ? " " : "\n")}")
            ) + example;
    }

    public static Configured Read(string yaml, params string[] arguments) => Read(yaml, ("", ""), arguments);

    public static Configured Read(string yaml, (string Name, string Value) variable, params string[] arguments) =>
        Read(yaml, name => name == variable.Name ? variable.Value : null, arguments, out _);

    public static Configured Read(string yaml, Func<string, string?> variables) => Read(yaml, variables, [], out _);

    /// <summary>All that is wrong with what is written, a sentence each.</summary>
    public static IReadOnlyList<string> Mistakes(string yaml, params string[] arguments)
    {
        Configured read = Read(yaml, _ => null, arguments, out ArchiveCommand command);
        read.Mistakes.Of(() => command.Check(read.Result), read.Explain);
        UsageException thrown = Assert.Throws<UsageException>(read.Mistakes.ThrowIfAny);
        return [.. thrown.Sentences.Select(sentence => sentence.Replace(read.File!, Name))];
    }

    /// <summary>What the archiver is told.</summary>
    public static LocalHostOptions Bind(string yaml, params string[] arguments)
    {
        Configured read = Read(yaml, _ => null, arguments, out ArchiveCommand command);
        read.Mistakes.ThrowIfAny();
        return command.Bind(read.Result);
    }

    private static Configured Read(string yaml, Func<string, string?> variables, string[] arguments, out ArchiveCommand command)
    {
        string folder = Directory.CreateTempSubdirectory("kafka-store-config-").FullName;
        try
        {
            string path = Path.Combine(folder, Name);
            File.WriteAllText(path, yaml);
            command = ArchiveCommand.Create(VerboseOption.Create());
            Option<string?> config = ConfigOption.Create();
            command.Options.Add(config);
            string[] all = [$"{ConfigOption.Name}={path}", .. arguments];
            return Configured.Read(all, command.Parse(all), config, variables);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
