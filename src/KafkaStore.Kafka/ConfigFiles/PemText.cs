using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace KafkaStore.Kafka.ConfigFiles;

/// <summary>Sections of PEM text, which in a properties file has lost the ends of its lines as often as not.</summary>
internal static partial class PemText
{
    /// <summary>All certificates in their order; null where there is none.</summary>
    public static string? Certificates(string text)
    {
        string[] sections = [.. Sections(text).Where(section => section.Label == "CERTIFICATE").Select(section => section.Text)];
        return sections.Length == 0 ? null : string.Join('\n', sections) + "\n";
    }

    /// <summary>The first private key of any kind; null where there is none.</summary>
    public static string? PrivateKey(string text) =>
        Sections(text).FirstOrDefault(section => section.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)).Text is { } found
            ? found + "\n"
            : null;

    private static IEnumerable<(string Label, string Text)> Sections(string text)
    {
        foreach (Match match in Section().Matches(text))
        {
            string label = match.Groups["label"].Value;
            string body = match.Groups["body"].Value;
            byte[] bytes = new byte[body.Length];
            yield return (
                label,
                Convert.TryFromBase64String(body, bytes, out int length)
                    ? PemEncoding.WriteString(label, bytes.AsSpan(0, length))
                    : match.Value
            ); // an older form has headers, and is left alone
        }
    }

    [GeneratedRegex("-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<body>.*?)-----END \\k<label>-----", RegexOptions.Singleline)]
    private static partial Regex Section();
}
