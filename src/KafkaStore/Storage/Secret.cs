using System.Diagnostics.CodeAnalysis;

namespace KafkaStore.Storage;

/// <summary>A text that may hold a secret. Whatever prints it, or a record that has it, prints an ellipsis.</summary>
/// <param name="Text">The text itself, for whoever has to use it.</param>
public sealed record Secret(string Text)
{
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator Secret?(string? text) => text is null ? null : new Secret(text);

    public override string ToString() => "…";
}
