using System.Security.Cryptography;
using System.Text;

namespace KafkaStore.Functions.Http.Ui;

/// <summary>
/// The status page: one answer that needs nothing else, put together of the files in <c>Page</c>. Its policy names its own script and
/// style by their hashes, so that a browser runs no other, whatever a record or a message says.
/// </summary>
public sealed class StatusPage
{
    // In the order in which they run.
    private static readonly string[] Scripts =
    [
        "dom.js",
        "format.js",
        "api.js",
        "key.js",
        "figures.js",
        "faults.js",
        "table.js",
        "scale.js",
        "timeline.js",
        "runs.js",
        "records.js",
        "object.js",
        "jump.js",
        "partition.js",
        "main.js",
    ];

    public StatusPage()
    {
        string style = Read("page.css");
        string script = string.Join('\n', Scripts.Select(Read));
        Html = Encoding.UTF8.GetBytes(
            Read("page.html")
                .Replace("<style></style>", $"<style>{style}</style>", StringComparison.Ordinal)
                .Replace("<script type=\"module\"></script>", $"<script type=\"module\">{script}</script>", StringComparison.Ordinal)
        );
        Policy = string.Join(
            "; ",
            "default-src 'none'",
            $"script-src {Hash(script)}",
            $"style-src {Hash(style)}",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'"
        );
    }

    /// <summary>All of it, in UTF-8; the same for everybody.</summary>
    public ReadOnlyMemory<byte> Html { get; }

    /// <summary>The content security policy that it is sent with.</summary>
    public string Policy { get; }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using Stream stream =
            typeof(StatusPage).Assembly.GetManifestResourceStream($"ui/{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // as a browser reads it before it hashes
    }
}
