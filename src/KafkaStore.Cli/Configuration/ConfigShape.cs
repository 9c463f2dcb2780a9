namespace KafkaStore.Cli.Configuration;

/// <summary>How a key's value is written.</summary>
internal enum ConfigShape
{
    /// <summary>A text, a number among them.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>Several texts, or one alone.</summary>
    List,

    /// <summary>Texts by names that others chose.</summary>
    Map,

    /// <summary>A list whose members are patterns of topics, or maps of one with a policy of its own.</summary>
    Topics,
}
