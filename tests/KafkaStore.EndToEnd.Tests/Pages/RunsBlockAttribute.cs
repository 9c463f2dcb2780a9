namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>On a test that runs the blocks after <c>&lt;!-- run: NAME --&gt;</c>, as they stand in the book but for the places they name.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RunsBlockAttribute(string name) : Attribute
{
    public string Name => name;
}
