namespace KafkaStore.Cli.CommandLine.Parsing;

/// <summary>Reads what <c>--kafka-property</c> takes.</summary>
internal static class KafkaProperties
{
    /// <exception cref="UsageException">One is not NAME=VALUE.</exception>
    public static Dictionary<string, string> Parse(IEnumerable<string> given)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string property in given)
        {
            int equals = property.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new UsageException(
                    "--kafka-property takes NAME=VALUE, and one that was given has no name or no '='; it may be a secret and is not repeated here."
                );
            }

            properties[property[..equals]] = property[(equals + 1)..];
        }

        return properties;
    }
}
