namespace KafkaStore.EndToEnd.Tests.Configuration;

/// <summary>On a test that runs the program with a configuration file and sees what these keys of it do.</summary>
/// <param name="keys">As <c>kafka.group</c>.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ObservesAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;
}
